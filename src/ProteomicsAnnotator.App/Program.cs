using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Commands.Cutting;
using ProteomicsAnnotator.App.Desktop;
using ProteomicsAnnotator.App.Hosting;
using ProteomicsAnnotator.App.Serving;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Campaign;

if (OperatingSystem.IsWindows())
{
    // Names, paths and JSON are not only ASCII; a console has another code page, also when it is redirected.
    Console.OutputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
}

CommandLine commandLine = CommandLine.Parse(args);
bool isJson = commandLine.IsServe && Environment.GetEnvironmentVariable(KnownVariables.LogFormat) == "json";
if (commandLine.IsServe && Environment.GetEnvironmentVariable(KnownVariables.Collector) is { Length: > 0 })
{
    // Off for everybody else, at no cost; looked at once, when the first meter is made.
    AppContext.SetSwitch("System.Diagnostics.Metrics.Meter.IsSupported", true);
}

using IDisposable messages = MessageLog.Begin(LocalFolders.Of(Environment.GetEnvironmentVariable).State, isJson);
if (commandLine is { Help: true, Faults.Count: 0 })
{
    Console.Out.WriteLine(HelpText.Of(commandLine.Verb, OperatingSystem.IsWindows()));
    return 0;
}

if (commandLine is { Version: true, Faults.Count: 0 })
{
    Console.Out.WriteLine($"Proteomics Annotator {ProgramVersion.Text}");
    return 0;
}

var reader = new OptionsReader(Environment.GetEnvironmentVariable, Environment.CurrentDirectory)
{
    VariableNames = Environment.GetEnvironmentVariables().Keys.Cast<string>(),
};
AnnotatorOptions? options = reader.Read(commandLine);
foreach (string slip in commandLine.Verb == "check" && reader.Faults.Count == 0 ? [] : options.UnknownVariables)
{
    await Console.Error.WriteLineAsync(slip);
}

if (reader.Faults.Count > 0)
{
    foreach (ConfigurationFault fault in reader.Faults)
    {
        await Console.Error.WriteLineAsync(fault.ToString());
    }

    return ExitCode.BadConfiguration;
}

if (options.SettingsProblem is { } problem && commandLine.Verb != "check")
{
    await Console.Error.WriteLineAsync(problem);
    if (commandLine.Verb is not null)
    {
        return ExitCode.BadConfiguration;
    }
}

if (options.IsDemo)
{
    options = await DemoStart.TryPrepareAsync(options, CancellationToken.None);
}

return options is null ? ExitCode.Trouble : commandLine.Verb switch
{
    "store" => await StoreCommand.RunAsync(options, commandLine.VerbArguments, CancellationToken.None),
    "verify" => await VerifyCommand.RunAsync(options, commandLine.VerbArguments, CancellationToken.None),
    "backup" => await BackupCommand.RunAsync(options, commandLine.VerbArguments, CancellationToken.None),
    "cut" => await CutCommand.RunAsync(options, commandLine.VerbArguments, CancellationToken.None),
    "identities" => await IdentitiesCommand.RunAsync(options, commandLine.VerbArguments),
    "serve" => await ServeRun.RunAsync(options),
    { } verb => await RunVerbAsync(options, verb, commandLine.VerbArguments),
    null => await Launch.RunAsync(options),
};

// On a folder a signal ends a verb as it ends any program: what it decided is on the share. Over a database it has to be brought back first.
static async Task<int> RunVerbAsync(AnnotatorOptions options, string verb, IReadOnlyList<string> arguments)
{
    using StopSignals? signals = options.Database is null ? null : new StopSignals();
    return await StoredRun.OverAsync(options, verb, (used, stop) => Verb.RunAsync(used, verb, arguments, stop), signals?.Token ?? CancellationToken.None);
}
