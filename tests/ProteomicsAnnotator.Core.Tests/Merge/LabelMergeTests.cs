using CsCheck;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Merge;

/// <summary>
/// The merge against its definition, written as plainly as can be: of the events with one id the lowest clock counts;
/// a block has the label of its highest (clock, at, id).
/// </summary>
public sealed class LabelMergeTests
{
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<LabelEvent> GenEvent =
        from journal in Gen.Int[0, 3]
        from seq in Gen.Int[0, 12]
        from clock in Gen.Int[1, 8]
        select Make(journal, seq, clock);

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(0, 2, 1)]
    [InlineData(1, 0, 2)]
    [InlineData(1, 2, 0)]
    [InlineData(2, 0, 1)]
    [InlineData(2, 1, 0)]
    public void LinesOfOneDecision_TheNamedJournalsCounts_ElseTheOneWithMoreMembers(int first, int second, int third)
    {
        LabelEvent[] lines =
        [
            Line("a", """{"seq":5,"clock":7,"at":"2024-01-02T10:30:00+00:00","block":"block_0001","label":1,"was":null}"""),
            Line("b", """{"seq":5,"clock":7,"at":"2024-01-02T10:30:00+00:00","block":"block_0001","label":2,"was":null,"journal":"a"}"""),
            Line("c", """{"seq":5,"clock":7,"at":"2024-01-02T10:30:00+00:00","block":"block_0001","label":3,"was":null,"journal":"a","mood":"good"}"""),
        ];
        LabelEvent[] order = [lines[first], lines[second], lines[third]];

        Assert.Equal(1, LabelOf(order));
        Assert.Equal(3, LabelOf(order.Where(line => line != lines[0])));

        static LabelEvent Line(string journal, string text) => JournalLine.TryParse(System.Text.Encoding.UTF8.GetBytes(text), journal)!;

        static int? LabelOf(IEnumerable<LabelEvent> events)
        {
            var merge = new LabelMerge();
            foreach (LabelEvent item in events)
            {
                merge.AddRange([item]);
            }

            Assert.Equal(1, merge.EventCount);
            Assert.Single(merge.EventsOf(LabelRig.Key("block_0001")));
            return merge.Snapshot.Find(LabelRig.Key("block_0001"))?.Label;
        }
    }

    [Fact]
    public void Merge_AnyOrderSplitAndDuplication_GivesTheSameLabels() =>
        Gen.Select(GenEvent.List[0, 40], Gen.Int, Gen.Int[1, 5]).Sample((events, seed, parts) =>
        {
            Dictionary<LabelKey, int> expected = Model(events);
            var random = new Random(seed);
            LabelEvent[] mixed = [.. events, .. events.Where(_ => random.Next(2) == 0)];
            random.Shuffle(mixed);
            var merge = new LabelMerge();
            foreach (LabelEvent[] part in mixed.Chunk(Math.Max(1, mixed.Length / parts)))
            {
                merge.AddRange(part);
            }

            AssertSame(expected, merge.Snapshot);
            AssertSame(expected, LabelMerge.Of(events));
        });

    [Fact]
    public void Merge_OfMerges_IsTheMergeOfAll() =>
        Gen.Select(GenEvent.List[0, 20], GenEvent.List[0, 20]).Sample((left, right) =>
        {
            var first = new LabelMerge();
            first.AddRange(left);
            var second = new LabelMerge();
            second.AddRange(right);
            first.AddRange(second.Events.ToList());
            second.AddRange(left);

            AssertSame(Model([.. left, .. right]), first.Snapshot);
            AssertSame(Model([.. left, .. right]), second.Snapshot);
        });

    [Fact]
    public void Merge_ManyBlocksInManyParts_OlderSnapshotsDoNotChange() =>
        Gen.Select(Gen.Int, Gen.Int[50, 400]).Sample(
            (seed, part) =>
            {
                var random = new Random(seed);
                LabelEvent[] events = [.. Enumerable.Range(1, 2_000).Select(seq => new LabelEvent
                {
                    Id = new EventId($"j{seq % 3}", seq),
                    Clock = seq,
                    At = Start,
                    Key = new LabelKey(null, BlockId.Parse($"block_{random.Next(900):0000}")),
                    Label = random.Next(4) is > 0 and var label ? label : null,
                })];
                var merge = new LabelMerge();
                int known = 0;
                foreach (LabelEvent[] chunk in events.Chunk(part))
                {
                    LabelSnapshot before = merge.Snapshot;
                    merge.AddRange(chunk);
                    AssertSame(Model(events[..known]), before);
                    known += chunk.Length;
                    Assert.Equal(merge.Snapshot.Labels.Keys.Count(), merge.Snapshot.Count);
                }

                AssertSame(Model(events), merge.Snapshot);
            },
            iter: 10);

    [Fact]
    public void TwoImporters_OneKnewLess_DecisionInBetweenStands()
    {
        LabelKey key = LabelRig.Key("block_0001");
        LabelFile file = LabelFile.Parse("""{"annotations": {"block_0001": {"label": 1, "annotated_at": "2024-01-02T10:30:00+00:00"}}}"""u8.ToArray(), LabelFileShape.User);
        var folders = new NestedFolders("/data/blocks", _ => false);
        LabelEvent early = Assert.Single(ExternalEdits.In(file, new LabelMerge(), folders).Events);
        var decision = new LabelEvent { Id = new EventId("j", 1), Clock = 2, At = Start, Key = key, Label = 2 };
        var blind = new LabelMerge();
        blind.AddRange([decision]);
        LabelEvent late = Assert.Single(ExternalEdits.In(file, blind, folders).Events);

        Assert.Equal(early.Id, late.Id);
        Assert.Equal(2, LabelMerge.Of([early, decision, late]).Find(key)?.Label);
        Assert.Equal(2, LabelMerge.Of([late, decision, early]).Find(key)?.Label);
    }

    [Fact]
    public void Foreign_KnownEntryOrCleared_IsNotTakenAgain()
    {
        LabelKey key = LabelRig.Key("block_0001");
        var known = new LabelMerge();
        known.AddRange(
        [
            new LabelEvent { Id = new EventId("j", 1), Clock = 1, At = Start, Key = key, Label = 2 },
            new LabelEvent { Id = new EventId("j", 2), Clock = 2, At = Start.AddDays(1), Key = key, Label = null },
        ]);
        LabelFile stale = LabelFile.Parse("""{"annotations": {"block_0001": {"label": 2, "annotated_at": "2024-01-01T00:00:00+00:00"}}}"""u8.ToArray(), LabelFileShape.User);

        Assert.Empty(ExternalEdits.In(stale, known, new NestedFolders("/data/blocks", _ => false)).Events);
        Assert.Equal(0, known.Snapshot.Count);
    }

    // What an event says follows from its id, but for imports, whose clock is the importer's.
    private static LabelEvent Make(int journal, int seq, int clock)
    {
        int hash = HashCode.Combine(journal, seq);
        bool isImport = seq == 0;
        return new LabelEvent
        {
            Id = isImport ? EventId.Import($"h{journal}") : new EventId($"j{journal}", seq),
            Clock = isImport ? clock : 1 + ((seq * 7 + journal) % 9),
            At = Start.AddSeconds((journal * 5 + seq * 3) % 7),
            Key = new LabelKey(null, BlockId.Parse($"block_000{(journal + seq) % 4}")),
            Label = (journal + seq * 2) % 5 == 0 && !isImport ? null : 1 + ((hash & 0x7FFFFFFF) % 3),
        };
    }

    private static Dictionary<LabelKey, int> Model(IEnumerable<LabelEvent> events) => events
        .GroupBy(item => item.Id)
        .Select(same => same.MinBy(item => item.Clock)!)
        .GroupBy(item => item.Key)
        .Select(block => block.OrderBy(item => item.Clock).ThenBy(item => item.At).ThenBy(item => item.Id.Source, StringComparer.Ordinal).ThenBy(item => item.Id.Seq).Last())
        .Where(winner => winner.Label is not null)
        .ToDictionary(winner => winner.Key, winner => winner.Label!.Value);

    private static void AssertSame(Dictionary<LabelKey, int> expected, LabelSnapshot actual) =>
        Assert.Equal(
            expected.OrderBy(pair => pair.Key.Block),
            actual.Labels.ToDictionary(pair => pair.Key, pair => pair.Value.Label).OrderBy(pair => pair.Key.Block));
}
