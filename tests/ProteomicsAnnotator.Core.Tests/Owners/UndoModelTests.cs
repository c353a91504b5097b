using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Owners;

/// <summary>
/// Random labels, clears, flags, notes, blocks that cannot be judged, undos, redos and restarts against two plain stacks: a change goes on the first and empties the
/// second, an undo moves one over and puts the label before it back, a redo moves it back. What changes nothing is no change.
/// </summary>
public sealed class UndoModelTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly Dictionary<string, State> _states = new(StringComparer.Ordinal);
    private readonly Stack<(string Block, State Before, State After)> _done = new();
    private readonly Stack<(string Block, State Before, State After)> _undone = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Steps_InAnyOrder_DoWhatTwoStacksDo(int seed)
    {
        var random = new Random(seed);
        List<string> steps = [];
        LabelShare share = await _rig.OpenAsync();
        try
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            for (int i = 0; i < 150; i++)
            {
                string block = "block_000" + TestScale.Text(random.Next(4));
                int kind = random.Next(20);
                steps.Add($"{TestScale.Text(kind)} {block}");
                if (kind == 0)
                {
                    await share.DisposeAsync();
                    share = await _rig.OpenAsync();
                    labels = await share.OpenUserAsync("alice", Ct);
                }
                else if (kind < 10)
                {
                    await ChangeAsync(labels, block, kind < 3 ? null : random.Next(1, 4), kind < 8 ? default : MarkOf(random));
                }
                else if (kind < 13)
                {
                    await MarkAsync(labels, block, MarkOf(random));
                }
                else
                {
                    await StepAsync(labels, isRedo: kind >= 17);
                }

                Assert.All(_states, state => Assert.True(StateOf(labels, state.Key) == state.Value, $"{state.Key}, seed {seed}, after {string.Join(", ", steps)}"));
                Assert.Equal(_states.Count(state => state.Value.Label is not null), labels.Current.Count);
            }
        }
        finally
        {
            await share.DisposeAsync();
        }
    }

    private static MarkChange MarkOf(Random random) => random.Next(5) switch
    {
        0 => new MarkChange(random.Next(2) == 0, null),
        1 => new MarkChange(null, random.Next(3) == 0 ? "" : "note " + TestScale.Text(random.Next(3))),
        2 => new MarkChange(random.Next(2) == 0, "both"),
        3 => new MarkChange(random.Next(2) == 0, null) { Unusable = "torn" },
        _ => new MarkChange(null, null) { Unusable = random.Next(3) == 0 ? "" : "dim " + TestScale.Text(random.Next(2)) },
    };

    private static State StateOf(UserLabels labels, string block) => new(labels.Find(LabelRig.Key(block))?.Label, labels.MarkOf(LabelRig.Key(block)));

    private async Task ChangeAsync(UserLabels labels, string block, int? label, MarkChange mark)
    {
        _ = await labels.SetAsync(LabelRig.Key(block), label, mark, [], null, Ct);
        Note(block, label, label is null ? mark : mark with { Unusable = "" });
    }

    private async Task MarkAsync(UserLabels labels, string block, MarkChange mark)
    {
        _ = await labels.MarkAsync(LabelRig.Key(block), mark, Ct);
        Note(block, _states.GetValueOrDefault(block).Label, mark);
    }

    private void Note(string block, int? label, MarkChange mark)
    {
        State before = _states.GetValueOrDefault(block);
        string? note = mark.Note ?? before.Mark.Note;
        string? unusable = mark.Unusable ?? before.Mark.Unusable;
        var after = new State(unusable is { Length: > 0 } ? null : label, new BlockMark(mark.Unsure ?? before.Mark.IsUnsure, note is { Length: > 0 } ? note : null)
        {
            Unusable = unusable is { Length: > 0 } ? unusable : null,
        });
        if (before != after)
        {
            _done.Push((block, before, after));
            _undone.Clear();
            _states[block] = after;
        }
    }

    private async Task StepAsync(UserLabels labels, bool isRedo)
    {
        UndoResult result = await (isRedo ? labels.RedoAsync(Ct) : labels.UndoAsync(Ct));
        (Stack<(string Block, State Before, State After)> from, Stack<(string Block, State Before, State After)> to) = isRedo ? (_undone, _done) : (_done, _undone);
        if (!from.TryPop(out (string Block, State Before, State After) step))
        {
            Assert.Equal(UndoOutcome.Nothing, result.Outcome);
            return;
        }

        to.Push(step);
        State state = isRedo ? step.After : step.Before;
        _states[step.Block] = state;
        Assert.Equal(
            (UndoOutcome.Done, new LabelKey(null, BlockId.Parse(step.Block)), state.Label, state.Mark),
            (result.Outcome, result.Key, result.Current, result.Mark));
    }

    private readonly record struct State(int? Label, BlockMark Mark);
}
