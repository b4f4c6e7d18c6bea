using Sagas.EventStore.Tests;

return args is [AppendingProcess.Word, var stream, var name, var appends]
    ? await AppendingProcess.RunAsync(stream, name, appends)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
