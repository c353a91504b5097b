using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Tests.Agreement;

/// <summary>Review tables written as grids: rows = blocks block_0001 ..., columns = annotators, null = no label.</summary>
internal static class Reviews
{
    public static readonly DateTimeOffset Noon = new(2024, 1, 2, 12, 0, 0, TimeSpan.Zero);

    public static BlockId Id(int number) => BlockId.Parse($"block_{number:0000}");

    public static BlockId[] Ids(int count) => [.. Enumerable.Range(1, count).Select(Id)];

    public static ReviewInput Input(string[] users, IReadOnlyList<IReadOnlyList<int?>> blocks)
    {
        BlockId[] ids = Ids(blocks.Count);
        return new ReviewInput(
            ids,
            [.. users.Select((user, column) => Votes(user, [.. blocks.Select(block => block[column])]))],
            new Dictionary<BlockId, FinalLabel>());
    }

    public static ReviewTable Table(string[] users, IReadOnlyList<IReadOnlyList<int?>> blocks) =>
        ReviewTable.Of(Input(users, blocks));

    /// <summary>Vote i was given i minutes after noon.</summary>
    public static AnnotatorVotes Votes(string user, params IReadOnlyList<int?> labels)
    {
        var votes = new Dictionary<BlockId, Vote>();
        for (int i = 0; i < labels.Count; i++)
        {
            if (labels[i] is { } label)
            {
                votes.Add(Id(i + 1), new Vote(label, Noon.AddMinutes(i)));
            }
        }

        return new AnnotatorVotes(user, votes);
    }

    public static ReviewTable ProjectSmall() => Table(
        ["alice", "bob", "carol", "dave"], Vectors.Items(Vectors.Json("project_small.json")["labels"]!));
}
