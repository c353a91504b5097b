using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;

namespace ProteomicsAnnotator.App.Commands.Planning;

/// <summary>What follows <c>gold</c>.</summary>
internal sealed record GoldArguments
{
    public const string Usage = "--set BLOCK=CLASS, --import FILE, --withdraw BLOCK, --undo, --admin-folder-is-closed, --as NAME, --dry-run, --demo or nothing";

    /// <summary>Answers to set, or with null to withdraw.</summary>
    public IReadOnlyDictionary<BlockId, int?> Answers { get; private init; } = new Dictionary<BlockId, int?>();

    /// <summary>Tables of answers.</summary>
    public IReadOnlyList<string> Files { get; private init; } = [];

    /// <summary>An admin says that annotators cannot read the folder admin.</summary>
    public bool Confirms { get; private init; }

    /// <summary>The last step is taken back.</summary>
    public bool Undo { get; private init; }

    public bool DryRun { get; private init; }

    /// <summary>Author; null: the system account.</summary>
    public string? As { get; private init; }

    /// <summary>What was found that makes no sense; null: nothing.</summary>
    public string? Fault { get; private init; }

    public static GoldArguments Parse(IReadOnlyList<string> arguments, LabelClasses classes)
    {
        var answers = new Dictionary<BlockId, int?>();
        var read = new GoldArguments { Answers = answers };
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
                ("--admin-folder-is-closed", null) => read with { Confirms = true },
                ("--as", _) when Username.TryParse(value, out string? author) => read with { As = author },
                ("--import", { Length: > 0 }) => read with { Files = [.. read.Files, value] },
                ("--withdraw", _) when BlockId.TryParse(value, out BlockId block) => Put(answers, block, null, read),
                ("--set", { } text) when TryAnswer(text, '=', classes, out BlockId block, out int label) => Put(answers, block, label, read),
                _ => read with { Fault = $"{word} {value}".TrimEnd() },
            };
        }

        return read is { Fault: null, Undo: true } && (answers.Count > 0 || read.Files.Count > 0) ? read with { Fault = "--undo together with --set, --import or --withdraw" } : read;
    }

    /// <summary>A block and the number of its class. A comma in a block's name may stand without quotes.</summary>
    public static IReadOnlyDictionary<BlockId, int?> ReadTable(IReadOnlyList<string> lines, LabelClasses classes, out string? fault) => AnswerTable.Read<int?>(
        lines,
        cells => TryAnswer(string.Join(',', cells), ',', classes, out BlockId block, out int label) ? (block, (int?)label) : null,
        string.Create(CultureInfo.InvariantCulture, $"a block and a class from 1 to {classes.Count}, as {BlockId.ExampleName},1"),
        out fault);

    private static bool TryAnswer(string text, char separator, LabelClasses classes, out BlockId block, out int label)
    {
        int at = text.LastIndexOf(separator);
        label = 0;
        return BlockId.TryParse(at < 0 ? null : text[..at].Trim(), out block)
            && int.TryParse(text.AsSpan(at + 1).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out label)
            && classes.Find(label) is not null;
    }

    private static GoldArguments Put(Dictionary<BlockId, int?> answers, BlockId block, int? label, GoldArguments read)
    {
        answers[block] = label;
        return read;
    }
}
