using Sagas.AllInOne;

return await CommandLine.Create().Parse(args).InvokeAsync(CommandLine.Patient);
