using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Owners;

/// <summary>
/// Random labels, clears, undos, redos and restarts against two plain stacks: a change goes on the first and empties the
/// second, an undo moves one over and puts the label before it back, a redo moves it back. What changes nothing is no change.
/// </summary>
public sealed class UndoModelTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly Dictionary<string, int> _labels = new(StringComparer.Ordinal);
    private readonly Stack<(string Block, int? Before, int? After)> _done = new();
    private readonly Stack<(string Block, int? Before, int? After)> _undone = new();

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
                    await ChangeAsync(labels, block, kind < 3 ? null : random.Next(1, 4));
                }
                else
                {
                    await StepAsync(labels, isRedo: kind >= 15);
                }

                Assert.True(
                    labels.Current.Labels.ToDictionary(item => item.Key.Block.Value, item => item.Value.Label, StringComparer.Ordinal).OrderBy(item => item.Key, StringComparer.Ordinal)
                        .SequenceEqual(_labels.OrderBy(item => item.Key, StringComparer.Ordinal)),
                    $"seed {seed}, after {string.Join(", ", steps)}");
            }
        }
        finally
        {
            await share.DisposeAsync();
        }
    }

    private int? LabelOf(string block) => _labels.TryGetValue(block, out int label) ? label : null;

    private async Task ChangeAsync(UserLabels labels, string block, int? label)
    {
        _ = await labels.SetAsync(LabelRig.Key(block), label, [], Ct);
        if (LabelOf(block) is var before && before != label)
        {
            _done.Push((block, before, label));
            _undone.Clear();
            Put(block, label);
        }
    }

    private async Task StepAsync(UserLabels labels, bool isRedo)
    {
        UndoResult result = await (isRedo ? labels.RedoAsync(Ct) : labels.UndoAsync(Ct));
        (Stack<(string Block, int? Before, int? After)> from, Stack<(string Block, int? Before, int? After)> to) = isRedo ? (_undone, _done) : (_done, _undone);
        if (!from.TryPop(out (string Block, int? Before, int? After) step))
        {
            Assert.Equal(UndoOutcome.Nothing, result.Outcome);
            return;
        }

        to.Push(step);
        int? label = isRedo ? step.After : step.Before;
        Put(step.Block, label);
        Assert.Equal((UndoOutcome.Done, new LabelKey(null, BlockId.Parse(step.Block)), label), (result.Outcome, result.Key, result.Current));
    }

    private void Put(string block, int? label)
    {
        if (label is { } given)
        {
            _labels[block] = given;
        }
        else
        {
            _ = _labels.Remove(block);
        }
    }
}
