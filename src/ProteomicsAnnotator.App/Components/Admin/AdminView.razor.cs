using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Labels;

namespace ProteomicsAnnotator.App.Components.Admin;

/// <summary>Everyone's labels, where they disagree, and the means to settle it.</summary>
public sealed partial class AdminView
{
    private readonly ReviewList _list = new();
    private readonly CancellationTokenSource _closing = new();
    private ReviewWatch? _watch;
    private AdjudicationOrder _order;
    private bool _panelOpen = true;
    private Task<bool> _last = Task.FromResult(true);
    private string? _message;
    private Question? _question;
    private ElementReference _no;
    private bool _isQuestionNew;

    [Parameter]
    [EditorRequired]
    public required ReviewSession Review { get; set; }

    /// <summary>A row was opened (double click, Enter): show the block in the viewer.</summary>
    [Parameter]
    public EventCallback<BlockId> OnOpenBlock { get; set; }

    /// <summary>The adjudication has started: <see cref="Adjudication.Current"/> is its first block.</summary>
    [Parameter]
    public EventCallback OnAdjudicate { get; set; }

    /// <summary>Why no decision is taken from this page until it is confirmed whose it is; null when they are taken.</summary>
    [Parameter]
    public Func<string?> WhyBlocked { get; set; } = () => null;

    private bool IsBusy => !_last.IsCompleted;

    private string ReadText => Review.ReadAt is { } time
        ? string.Create(CultureInfo.InvariantCulture, $"Read at {time.ToLocalTime():HH:mm:ss}; changes of others appear by themselves")
        : "Not read yet";

    private IEnumerable<string> Faults =>
    [
        .. Review.Fault is { } fault ? [$"The labels could not be read: {fault}"] : Array.Empty<string>(),
        .. Review.Table.Annotators
            .Where(annotator => annotator.Fault is not null)
            .Select(annotator => $"Not all labels of {annotator.Username} could be read, so some may be missing here: {annotator.Fault}"),
        .. Review.Notices,
    ];

    /// <summary>One rule per class instead of a style per cell: a screenful has thousands of cells.</summary>
    private MarkupString ClassRules
    {
        get
        {
            var rules = new StringBuilder(".c0{--class-color:#868D99;--class-ink:#000}");
            foreach (LabelClass item in Review.Classes.Items)
            {
                rules.Append(CultureInfo.InvariantCulture, $".c{item.Number}{{{ClassStyle.Of(Review.Classes, item.Number)}}}");
            }

            return new MarkupString(rules.ToString());
        }
    }

    protected override void OnParametersSet()
    {
        _watch ??= new ReviewWatch(InvokeAsync, OnReviewChanged);
        if (_watch.Follow(Review))
        {
            _ = LookForChangedFilesAsync();
        }

        _list.Update(Review.Table);
    }

    private string ExportUrl(string name) => "/api/" + name + string.Concat(
        Review.Table.ExcludedNames.Select((username, i) => $"{(i == 0 ? '?' : '&')}exclude={Uri.EscapeDataString(username)}"));

    private void TogglePanel() => _panelOpen = !_panelOpen;

    private Task RefreshAsync() => RunAsync(async () =>
    {
        await Review.RefreshAsync(_closing.Token);
        _ = LookForChangedFilesAsync();
        return true;
    });

    /// <summary>Beside everything else: it takes long where there are many labels.</summary>
    private async Task LookForChangedFilesAsync()
    {
        try
        {
            await Review.LookForChangedFilesAsync(_closing.Token);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            _message = $"The channel files could not be compared with those that were labelled: {fault.Message}";
        }
    }

    private Task ExcludeAsync((string Username, bool Excluded) choice) =>
        RunAsync(async () =>
        {
            await Review.SetExcludedAsync(choice.Username, choice.Excluded, _closing.Token);
            return true;
        });

    private Task SetFinalLabelAsync(int? label)
    {
        BlockId[] blocks = [.. _list.Selected.Order()];
        return DecideAsync(() => AskFirstAsync(new Asked(
            [.. blocks.Select(block => (block, label))], label is null ? "Clear" : "Set", () => SetFinalLabelAsync(blocks, label))));
    }

    /// <summary>The consensus of the selected blocks becomes their final label, where there is one without a tie.</summary>
    private Task AcceptConsensusAsync()
    {
        ReviewRow[] rows = [.. _list.Selected.Order().Select(Review.Table.Find).OfType<ReviewRow>()];
        Dictionary<BlockId, int> consensus = rows
            .Where(row => row.Consensus is { Label: not null, IsTie: false } && row.FinalLabel?.Label != row.Consensus.Label)
            .ToDictionary(row => row.Block, row => row.Consensus.Label!.Value);
        int open = rows.Count(row => row.Consensus is { Label: null } or { IsTie: true });
        string left = open == 0 ? "" : $" {Blocks(open)} without votes or with a tie {(open == 1 ? "is" : "are")} left as before.";
        return DecideAsync(async () =>
        {
            if (consensus.Count == 0)
            {
                _message = open == rows.Length
                    ? $"Nothing to accept: {Blocks(open)} without votes or with a tie {(open == 1 ? "has" : "have")} no consensus."
                    : "Nothing to accept: the final labels are the consensus already." + left;
                return false;
            }

            return await AskFirstAsync(new Asked(
                [.. consensus.Select(item => (item.Key, (int?)item.Value))], "Accept", () => AcceptAsync(consensus, left)));
        });
    }

    private async Task<bool> AcceptAsync(Dictionary<BlockId, int> consensus, string left)
    {
        LabelResult result = await Review.AcceptAsync(consensus, _closing.Token);
        _message = result switch
        {
            { Accepted: false } => result.Explain("what was accepted", "NOT SET"),
            { Reason: { } reason } => $"{Blocks(consensus.Count)}: kept on this machine until the share is back ({reason}).",
            _ => $"{Blocks(consensus.Count)}: the final label is the consensus now.{left}",
        };
        return result.Accepted;
    }

    private static string Blocks(int count) => count == 1 ? "1 block" : $"{FigureText.Count(count)} blocks";

    /// <summary>
    /// Decides at once where nothing is to be asked, else when the question is answered with yes. What other admins decided
    /// while it stood there it did not name: then it is asked again.
    /// </summary>
    private async Task<bool> AskFirstAsync(Asked asked, IReadOnlySet<(BlockId Block, FinalLabel Final)>? agreedTo = null)
    {
        await Review.LookAtOthersAsync(_closing.Token);
        await Review.RebuildFinalsAsync(_closing.Token);
        IReadOnlySet<(BlockId Block, FinalLabel Final)> replaced = FinalLabelQuestion.Replaced(Review.Table, asked.Decisions, Review.Admin);
        bool isAnswered = agreedTo?.IsSupersetOf(replaced) == true;
        if (isAnswered || FinalLabelQuestion.Of(Review.Table, asked.Decisions, Review) is not { } text)
        {
            return await asked.Decide();
        }

        _question = new Question(text, asked, replaced);
        _isQuestionNew = true;
        return false;
    }

    private Task AnswerAsync(bool yes)
    {
        Question? question = _question;
        _question = null;
        return yes && question is not null ? DecideAsync(() => AskFirstAsync(question.Asked, question.Replaced)) : Task.CompletedTask;
    }

    private Task QuestionKeyAsync(KeyboardEventArgs e) => e.Key == "Escape" ? AnswerAsync(false) : Task.CompletedTask;

    private Task OpenBlockAsync(BlockId block)
    {
        Review.Adjudication.OpenFromTable(block, [.. _list.Items.Select(item => _list.Table!.Blocks[item])]);
        return OnOpenBlock.InvokeAsync(block);
    }

    private async Task<bool> SetFinalLabelAsync(BlockId[] blocks, int? label)
    {
        LabelResult result = await Review.SetFinalLabelAsync(blocks, label, _closing.Token);
        string what = blocks.Length == 1 ? blocks[0].Value : $"{blocks.Length} blocks";
        _message = (result, label) switch
        {
            ({ Accepted: false }, _) => result.Explain($"the final label of {what}", "NOT SET"),
            ({ Reason: { } reason }, _) => $"{what}: kept on this machine: {reason}.",
            (_, { } number) => $"{what}: final label {number} – {Review.Classes.Find(number)?.Name}.",
            _ => $"{what}: final label cleared.",
        };
        return result.Accepted;
    }

    private Task AdjudicateAsync() => RunAsync(async () =>
    {
        if (await Review.Adjudication.StartAsync(_order, _closing.Token))
        {
            await OnAdjudicate.InvokeAsync();
        }
        else
        {
            _message = "No block waits for a decision.";
        }

        // Keys pressed meanwhile were meant for the table, which has gone.
        return false;
    });

    private void LeaveAdjudication()
    {
        if (Review.Adjudication.IsUnderWay)
        {
            _message = $"The adjudication is left, {FigureText.Count(Review.Adjudication.DecidedCount)} of {FigureText.Count(Review.Adjudication.Queue.Count)} blocks decided.";
            Review.Adjudication.Stop();
        }
    }

    private Task DecideAsync(Func<Task<bool>> decide) => RunAsync(async () =>
    {
        if (WhyBlocked() is { } reason)
        {
            _message = reason;
            return false;
        }

        return await decide();
    });

    /// <summary>
    /// The border of this component: whatever fails becomes a line the admin sees. What is asked for while something else
    /// runs is done after it: a table that already shows a decision must not swallow the key that takes it back. What
    /// waited behind something that failed is dropped with it, or Ctrl+Z would take back the decision before.
    /// </summary>
    /// <param name="work">False: it was not done, and the message says why.</param>
    private Task RunAsync(Func<Task<bool>> work) =>
        _last = RunAfterAsync(_last.IsCompleted ? Task.FromResult(true) : _last, work);

    private async Task<bool> RunAfterAsync(Task<bool> before, Func<Task<bool>> work)
    {
        if (!await before)
        {
            return false;
        }

        _message = null;
        try
        {
            return await work();
        }
        catch (Exception fault)
        {
            _message = fault.Message;
            return false;
        }
        finally
        {
            _list.Update(Review.Table);
        }
    }

    private void OnReviewChanged()
    {
        _list.Update(Review.Table);
        StateHasChanged();
    }

    /// <summary>What is to be decided, and the word that says yes to it.</summary>
    private sealed record Asked(IReadOnlyCollection<(BlockId Block, int? Label)> Decisions, string Yes, Func<Task<bool>> Decide);

    private sealed record Question(string Text, Asked Asked, IReadOnlySet<(BlockId Block, FinalLabel Final)> Replaced);
}
