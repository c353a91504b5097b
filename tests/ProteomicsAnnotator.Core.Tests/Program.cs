using ProteomicsAnnotator.Core.Tests;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

if (args is [LabelWorker.Verb, ..])
{
    return await LabelWorker.RunAsync(args);
}

if (args is [FlushWorker.Verb, { } flushed])
{
    return FlushWorker.Run(flushed);
}

return args.Any(arg => arg is "-automated" or "@@")
    ? await ConsoleRunner.Run(args)
    : await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
