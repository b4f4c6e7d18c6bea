using Sagas.Floor;

return await CommandLine.Create().Parse(args).InvokeAsync();
