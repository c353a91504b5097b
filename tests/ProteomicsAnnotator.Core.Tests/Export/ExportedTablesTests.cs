using System.Globalization;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Agreement;

namespace ProteomicsAnnotator.Core.Tests.Export;

/// <summary>Tables with excluded annotators, gaps and hostile names, read back by Python's csv module.</summary>
public class ExportedTablesTests
{
    private static readonly string[] Hostile =
    [
        "plain", "a,b", "say \"x\"", "=1+1", " @x", "ünal", "-4", "+x", "''", "日本",
    ];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Tables_AnyReview_ReadBackAsTheVotesThatWereGiven(int seed)
    {
        var random = new Random(seed);
        (ReviewTable table, string[] classes) = Generate(random);
        string[] wideHeader = ["block_id", "consensus_label", "final_label", "has_disagreement", .. table.Annotators.Select(column => $"user_{column.Username}_label"), "exported_at"];

        IReadOnlyList<IReadOnlyList<string>> wide = PythonCsv.Read(CsvExport.Wide(table, Reviews.Noon));
        IReadOnlyList<IReadOnlyList<string>> rows = PythonCsv.Read(LongCsvExport.Labels(table, classes, Reviews.Noon));
        IReadOnlyList<IReadOnlyList<string>> blocks = PythonCsv.Read(BlocksCsvExport.Blocks(table, classes, TestContext.Current.CancellationToken));

        Assert.Equal(wideHeader, wide[0]);
        Assert.All(wide, row => Assert.Equal(wideHeader.Length, row.Count));
        Assert.All(rows, row => Assert.Equal(26, row.Count));
        Assert.All(blocks, row => Assert.Equal(17, row.Count));
        Assert.Equal(table.Count + 1, wide.Count);
        Assert.Equal(table.Count + 1, blocks.Count);
        Assert.Equal(LabelRow.CountOf(table) + 1, rows.Count);
        Assert.Equal(ExpectedLabels(table), rows.Skip(1).Where(row => row[1].Length > 0).Select(row => (Text(row[0]), row[1], row[2], row[5])));
        for (int i = 0; i < table.Count; i++)
        {
            Assert.Equal(table.Blocks[i].Value, wide[i + 1][0]);
            Assert.Equal(table.Annotators.Select(column => Number(column.At(i)?.Label)), wide[i + 1].Skip(4).SkipLast(1));
            Assert.Equal(Consensus(table, i), wide[i + 1][1]);
            Assert.Equal(Resolved(table, i), blocks[i + 1][1]);
            Assert.Equal(Number(table.Counted.Count(column => column.At(i) is not null)), blocks[i + 1][4]);
        }
    }

    [Theory]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\rb", "\"a\rb\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("a;b 'c'", "a;b 'c'")]
    [InlineData("", "")]
    public void Field_IsQuotedAsPythonQuotesIt(string field, string expected)
    {
        Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(CsvWriter.Encode(field)));
        Assert.Equal([[field, "x"]], PythonCsv.Read(System.Text.Encoding.UTF8.GetBytes(expected + ",x\r\n")));
    }

    private static (ReviewTable Table, string[] Classes) Generate(Random random)
    {
        BlockId[] ids = [.. Enumerable.Range(1, 12)
            .Select(i => BlockId.Parse($"{Hostile[random.Next(Hostile.Length)]}/block_{i:0000}"))
            .Distinct()
            .Order()];
        string[] users = ["ann", "ben", "cat", "dan"];
        AnnotatorVotes[] votes = [.. users.Select(user => new AnnotatorVotes(
            user,
            ids.Where(_ => random.Next(3) > 0).ToDictionary(id => id, _ => new Vote(random.Next(-1, 6), Reviews.Noon))))];
        var finals = ids.Where(_ => random.Next(3) == 0).ToDictionary(id => id, _ => new FinalLabel(random.Next(1, 6), "=boss", Reviews.Noon));
        var input = new ReviewInput(ids, votes, finals).Without(users.Where(_ => random.Next(3) == 0));
        return (ReviewTable.Of(input), ["tab\there", .. Enumerable.Range(0, 2).Select(_ => Hostile[random.Next(Hostile.Length)])]);
    }

    private static IEnumerable<(string, string, string, string)> ExpectedLabels(ReviewTable table) =>
        from row in table.Rows
        from column in table.Annotators
        let vote = column.At(row.Index)
        where vote is not null
        select (row.Block.Value, column.Username, Number(vote.Value.Label), table.Input.Excluded.Contains(column.Username) ? "False" : "True");

    /// <summary>Counted here once more, from the votes alone.</summary>
    private static string Consensus(ReviewTable table, int block) => Number(table.Annotators
        .Where(column => !table.Input.Excluded.Contains(column.Username))
        .Select(column => column.At(block)?.Label)
        .OfType<int>()
        .GroupBy(label => label)
        .OrderByDescending(votes => votes.Count())
        .ThenBy(votes => votes.Key)
        .Select(votes => (int?)votes.Key)
        .FirstOrDefault());

    private static string Resolved(ReviewTable table, int block) =>
        table.Input.FinalLabels.TryGetValue(table.Blocks[block], out FinalLabel? final) ? Number(final.Label) : Consensus(table, block);

    /// <summary>Without the apostrophe that keeps a spreadsheet from running it.</summary>
    private static string Text(string cell) =>
        cell.StartsWith('\'') && cell.AsSpan(1).TrimStart() is [('=' or '@' or '+' or '-'), ..] ? cell[1..] : cell;

    private static string Number(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
