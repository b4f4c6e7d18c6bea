using Sagas.Load;

return await CommandLine.Create().Parse(args).InvokeAsync();
