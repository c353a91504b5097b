using System.Globalization;
using ProteomicsAnnotator.Core.Campaign;

namespace ProteomicsAnnotator.App.Settings;

/// <summary>What the words behind <c>launch.sh</c> ask for. Faults are collected, not thrown.</summary>
public sealed record CommandLine
{
    private const string Source = "command line";
    private const string DemoOption = "--demo";
    private const string ServeVerb = "serve";
    private const string StoreVerb = "store";

    private static readonly string[] Verbs =
    [
        "check", "export", "stats", "report", "training", "cut", "evidence", "plan", "gold", "calibration", "people", "points", "settings", "classes", "predictions", "release", "verify", "backup",
        "identities", StoreVerb, ServeVerb,
    ];

    /// <summary>One of the verbs; null starts the program.</summary>
    public string? Verb { get; init; }

    /// <summary>What follows the verb, unread but for --demo: each verb reads its own options.</summary>
    public IReadOnlyList<string> VerbArguments { get; init; } = [];

    public int? Port { get; init; }

    public bool NoBrowser { get; init; }

    public bool Demo { get; init; }

    public bool Help { get; init; }

    public bool Version { get; init; }

    public bool IsServe => Verb == ServeVerb;

    public bool IsStore => Verb == StoreVerb;

    public IReadOnlyList<ConfigurationFault> Faults { get; init; } = [];

    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var read = new CommandLine();
        List<ConfigurationFault> faults = [];
        for (int i = 0; i < args.Count; i++)
        {
            string word = args[i];
            if (Verbs.Contains(word, StringComparer.Ordinal))
            {
                string[] rest = [.. args.Skip(i + 1)];
                read = read with
                {
                    Verb = word,
                    Demo = read.Demo || rest.Contains(DemoOption, StringComparer.Ordinal),
                    Help = read.Help || rest.Any(argument => argument is "--help" or "-h"),
                    VerbArguments = [.. rest.Where(argument => argument != DemoOption)],
                };
                break;
            }

            if (word == "--port" || word.StartsWith("--port=", StringComparison.Ordinal))
            {
                string? value = word == "--port" ? args.ElementAtOrDefault(++i) : word["--port=".Length..];
                read = read with { Port = ReadPort(Source, "--port", value, faults) };
                continue;
            }

            if (IsUnknownOption(word) && args.ElementAtOrDefault(i + 1) is { } next && !next.StartsWith('-') && !Verbs.Contains(next, StringComparer.Ordinal))
            {
                // Its value, as it seems: one slip, one fault.
                i++;
                read = Unknown(read, $"{word} {next}", faults);
                continue;
            }

            read = word switch
            {
                "--no-browser" => read with { NoBrowser = true },
                DemoOption => read with { Demo = true },
                "--help" or "-h" => read with { Help = true },
                "--version" => read with { Version = true },
                _ => Unknown(read, word, faults),
            };
        }

        return read with { Faults = faults };
    }

    internal static int? ReadPort(string source, string key, string? text, List<ConfigurationFault> faults)
    {
        bool good = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            && port is >= 1 and <= 65535;
        if (good)
        {
            return port;
        }

        faults.Add(new ConfigurationFault(source, key, text ?? "nothing", "a whole number from 1 to 65535"));
        return null;
    }

    private static bool IsUnknownOption(string word) =>
        word.StartsWith('-') && word is not ("--no-browser" or DemoOption or "--help" or "-h" or "--version");

    private static CommandLine Unknown(CommandLine read, string word, List<ConfigurationFault> faults)
    {
        faults.Add(new ConfigurationFault(
            Source,
            "option",
            word,
            $"--port N, --no-browser, --demo, --help, --version, {string.Join(", ", Verbs[..^1])} or {Verbs[^1]}"));
        return read;
    }
}
