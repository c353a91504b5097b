using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Releases;

/// <summary>
/// Labels that count of each block, its answer, and blocks with a final label, as one table has them in its own bytes. Tables of one moment
/// that differ in them are not released.
/// </summary>
/// <param name="Table">Its name, for the messages.</param>
/// <param name="Labels">By block, as the tables for spreadsheets spell it; blocks without a label may be missing.</param>
/// <param name="Finals">Blocks with a final label; null: the table does not say.</param>
public sealed record TableCounts(string Table, IReadOnlyDictionary<string, int> Labels, IReadOnlySet<string>? Finals)
{
    private const int MostNamed = 10;
    private const int MostLooks = 3;
    private static readonly byte[] NotCounted = "False"u8.ToArray();
    private static readonly byte[] ByFinalLabel = "final_label"u8.ToArray();

    /// <summary>Who gave which label, by block, as "alice 1, bob 3"; null: the table does not say.</summary>
    public IReadOnlyDictionary<string, string>? Votes { get; init; }

    /// <summary>The final label, else the consensus, by block; null: the table does not say.</summary>
    public IReadOnlyDictionary<string, int>? Answers { get; init; }

    public int Total => Labels.Values.Sum();

    /// <param name="name">Of the table.</param>
    /// <param name="csv">Its bytes.</param>
    /// <param name="excluded">Whose columns count nowhere: the table itself does not say.</param>
    public static TableCounts OfWide(string name, ReadOnlyMemory<byte> csv, params IReadOnlyCollection<string> excluded)
    {
        var reader = CsvReader.Exact(csv);
        (int block, int final, int consensus) = (reader.Column("block_id"), reader.Column("final_label"), reader.Column("consensus_label"));
        (int Column, string Name)[] users = [.. WideTable.UserColumnsOf(reader).Select(column => (column, WideTable.UserOf(reader.Header[column]))).Where(user => !excluded.Contains(user.Item2, StringComparer.Ordinal))];
        return new TableTally(name).Read(reader, tally =>
        {
            string id = CsvTable.Harmless(reader.Text(block));
            tally.Add(id, reader.WholeNumber(final) ?? reader.WholeNumber(consensus), !reader.IsEmpty(final));
            foreach ((int column, string user) in users)
            {
                tally.AddVote(id, user, reader.WholeNumber(column));
            }
        });
    }

    public static TableCounts OfLong(string name, ReadOnlyMemory<byte> csv)
    {
        var reader = CsvReader.Exact(csv);
        (int block, int user, int label) = (reader.Column("block_id"), reader.Column("username"), reader.Column("label"));
        (int answer, int resolved, int counted) = (reader.Column("resolved_label"), reader.Column("resolved_by"), reader.Column("counted"));
        return new TableTally(name).Read(reader, tally =>
        {
            string id = reader.Text(block);
            tally.Add(id, reader.WholeNumber(answer), reader.Is(resolved, ByFinalLabel));
            if (!reader.Is(counted, NotCounted))
            {
                tally.AddVote(id, reader.Text(user), reader.WholeNumber(label));
            }
        });
    }

    public static TableCounts OfBlocks(string name, ReadOnlyMemory<byte> csv)
    {
        var reader = CsvReader.Exact(csv);
        (int block, int answer, int votes, int resolved) = (reader.Column("block"), reader.Column("resolved_label"), reader.Column("votes"), reader.Column("resolved_by"));
        return new TableTally(name).Read(reader, tally =>
        {
            string id = reader.Text(block);
            tally.Add(id, reader.WholeNumber(answer), reader.Is(resolved, ByFinalLabel));
            tally.AddVotes(id, reader.WholeNumber(votes) ?? 0);
        });
    }

    /// <summary>The labels that count in the Review: it reads the files of people first, and their journals where these say more, once files have followed. Blocking.</summary>
    /// <param name="root">The share.</param>
    /// <param name="blocks">The list of blocks.</param>
    /// <exception cref="StorageException">Somebody's labels could not be read in time: they are not compared.</exception>
    public static TableCounts OfPage(SharedRoot root, IReadOnlyList<BlockId> blocks)
    {
        var reader = new VoteReader(root.Settings, root, TimeSpan.Zero);
        AllVotes votes = reader.ReadAll();
        for (int look = 1; look < MostLooks && (votes.Unreadable.Count > 0 || reader.HasChanged()); look++)
        {
            votes = reader.ReadAll();
        }

        if (votes.Unreadable is [{ } unread, ..])
        {
            throw unread;
        }

        HashSet<BlockId> listed = [.. blocks];
        var tally = new TableTally("the Review");
        foreach (UserVotes user in votes.Counted)
        {
            foreach ((BlockId block, Vote vote) in user.Votes.Where(vote => listed.Contains(vote.Key)))
            {
                tally.AddVote(CsvTable.Harmless(block.Value), user.Username, vote.Label);
            }
        }

        return tally.Counts with { Finals = null, Answers = null };
    }

    /// <summary>Empty when all say the same; else a sentence for each table that says something else than the first.</summary>
    public static IReadOnlyList<string> Differences(TableCounts first, params IReadOnlyList<TableCounts> others) =>
        [.. others.SelectMany(other => Differences(first, other)), .. OtherAnswers([first, .. others]), .. OtherVotes([first, .. others])];

    private static IEnumerable<string> Differences(TableCounts first, TableCounts other)
    {
        string[] blocks = [.. first.Labels.Keys.Union(other.Labels.Keys, StringComparer.Ordinal)
            .Where(block => first.Labels.GetValueOrDefault(block) != other.Labels.GetValueOrDefault(block)).Order(StringComparer.Ordinal)];
        if (blocks.Length > 0)
        {
            IEnumerable<string> some = blocks.Take(MostNamed).Select(block => $"{block} {Number(first.Labels.GetValueOrDefault(block))} and {Number(other.Labels.GetValueOrDefault(block))}");
            yield return $"{first.Table} has {Counted.Of(first.Total, "label")}, {other.Table} {Counted.Of(other.Total, "label")}; they differ on {Counted.Of(blocks.Length, "block")}: {string.Join(", ", some)}{(blocks.Length > MostNamed ? ", …" : "")}";
        }

        if (first.Finals is { } own && other.Finals is { } theirs && own.Except(theirs, StringComparer.Ordinal).Concat(theirs.Except(own, StringComparer.Ordinal)).Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } finals)
        {
            yield return $"{first.Table} has {Counted.Of(own.Count, "final label")}, {other.Table} {Counted.Of(theirs.Count, "final label")}; they differ on {Counted.Of(finals.Length, "block")}: {string.Join(", ", finals.Take(MostNamed))}{(finals.Length > MostNamed ? ", …" : "")}";
        }
    }

    private static IEnumerable<string> OtherAnswers(IEnumerable<TableCounts> tables) => OtherValues(
        tables.Where(table => table.Answers is not null), "answers", static (table, block) => table.Answers!.TryGetValue(block, out int label) ? label.ToString(CultureInfo.InvariantCulture) : "none");

    /// <summary>Blocks with another number of labels are named for that already.</summary>
    private static IEnumerable<string> OtherVotes(IEnumerable<TableCounts> tables) => OtherValues(
        tables.Where(table => table.Votes is not null), "labels", static (table, block) => $"({table.Votes!.GetValueOrDefault(block)})");

    /// <param name="tables">Those that say it; the others are compared with the first.</param>
    /// <param name="noun">What it is.</param>
    /// <param name="value">Of a table and a block, as it is named.</param>
    private static IEnumerable<string> OtherValues(IEnumerable<TableCounts> tables, string noun, Func<TableCounts, string, string> value)
    {
        if (tables.FirstOrDefault() is not { } first)
        {
            yield break;
        }

        foreach (TableCounts other in tables.Skip(1))
        {
            string[] blocks = [.. first.Labels.Keys.Intersect(other.Labels.Keys, StringComparer.Ordinal)
                .Where(block => first.Labels[block] == other.Labels[block] && value(first, block) != value(other, block)).Order(StringComparer.Ordinal)];
            if (blocks.Length > 0)
            {
                IEnumerable<string> some = blocks.Take(MostNamed).Select(block => $"{block} {value(first, block)} and {value(other, block)}");
                yield return $"{first.Table} and {other.Table} have other {noun} on {Counted.Of(blocks.Length, "block")}: {string.Join(", ", some)}{(blocks.Length > MostNamed ? ", …" : "")}";
            }
        }
    }

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
