using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;

namespace ProteomicsAnnotator.App.Commands.Planning;

/// <summary>What follows <c>calibration</c>.</summary>
internal sealed record CalibrationArguments
{
    public const string Usage = "--set BLOCK=CLASS or BLOCK=CLASS:TEXT, --import FILE, --withdraw BLOCK, --undo, --as NAME, --dry-run, --demo or nothing";

    /// <summary>Blocks of the round, or with null blocks to take out of it.</summary>
    public IReadOnlyDictionary<BlockId, CalibrationChange?> Answers { get; private init; } = new Dictionary<BlockId, CalibrationChange?>();

    /// <summary>Tables of answers.</summary>
    public IReadOnlyList<string> Files { get; private init; } = [];

    /// <summary>The last step is taken back.</summary>
    public bool Undo { get; private init; }

    public bool DryRun { get; private init; }

    /// <summary>Author; null: the system account.</summary>
    public string? As { get; private init; }

    /// <summary>What was found that makes no sense; null: nothing.</summary>
    public string? Fault { get; private init; }

    public static CalibrationArguments Parse(IReadOnlyList<string> arguments, LabelClasses classes)
    {
        var answers = new Dictionary<BlockId, CalibrationChange?>();
        var read = new CalibrationArguments { Answers = answers };
        for (int i = 0; i < arguments.Count && read.Fault is null; i++)
        {
            string word = arguments[i];
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            string? value = equals > 0 ? word[(equals + 1)..] : word is "--set" or "--import" or "--withdraw" or "--as" ? arguments.ElementAtOrDefault(++i) : null;
            word = equals > 0 ? word[..equals] : word;
            read = (word, value) switch
            {
                ("--dry-run", null) => read with { DryRun = true },
                ("--undo", null) => read with { Undo = true },
                ("--as", _) when Username.TryParse(value, out string? author) => read with { As = author },
                ("--import", { Length: > 0 }) => read with { Files = [.. read.Files, value] },
                ("--withdraw", _) when BlockId.TryParse(value, out BlockId block) => Put(answers, (block, null), read),
                ("--set", { } text) when TrySet(text, classes) is { } answer => Put(answers, answer, read),
                _ => read with { Fault = $"{word} {value}".TrimEnd() },
            };
        }

        return read is { Fault: null, Undo: true } && (answers.Count > 0 || read.Files.Count > 0) ? read with { Fault = "--undo together with --set, --import or --withdraw" } : read;
    }

    /// <summary>A block, the number of its class and, where there is one, a sentence why.</summary>
    public static IReadOnlyDictionary<BlockId, CalibrationChange?> ReadTable(IReadOnlyList<string> lines, LabelClasses classes, out string? fault) => AnswerTable.Read<CalibrationChange?>(
        lines,
        cells => cells.Count is 2 or 3 && BlockId.TryParse(cells[0], out BlockId block) && AnswerOf(cells[1], cells.ElementAtOrDefault(2), classes) is { } answer ? (block, (CalibrationChange?)answer) : null,
        $"a block, a class from 1 to {classes.Count} and perhaps a sentence of at most {CalibrationRound.MostWhyCharacters} characters, as {BlockId.ExampleName},1,\"Round, with a rim\"",
        out fault);

    /// <summary>Names of folders may hold an equals sign, and so may the sentence: the first one behind a block and before a class counts.</summary>
    private static (BlockId Block, CalibrationChange? Answer)? TrySet(string text, LabelClasses classes)
    {
        for (int at = text.IndexOf('=', StringComparison.Ordinal); at > 0; at = text.IndexOf('=', at + 1))
        {
            string[] said = text[(at + 1)..].Split(':', 2);
            if (BlockId.TryParse(text[..at].Trim(), out BlockId block) && AnswerOf(said[0], said.ElementAtOrDefault(1), classes) is { } answer)
            {
                return (block, answer);
            }
        }

        return null;
    }

    private static CalibrationChange? AnswerOf(string number, string? why, LabelClasses classes)
    {
        why = string.IsNullOrWhiteSpace(why) ? null : why.Trim();
        return int.TryParse(number.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int label) && classes.Find(label) is not null && CalibrationRound.WhyNotSaid(why) is null
            ? new CalibrationChange(label, why)
            : null;
    }

    private static CalibrationArguments Put(Dictionary<BlockId, CalibrationChange?> answers, (BlockId Block, CalibrationChange? Answer) one, CalibrationArguments read)
    {
        answers[one.Block] = one.Answer;
        return read;
    }
}
