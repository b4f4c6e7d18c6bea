using Sagas.EntityFrameworkIntegration.Tests.TollGates;

return args is ["toll-host", .. var arguments]
    ? await TollHostProcess.RunAsync(arguments)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
