using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Endpoints;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.App.Components.Admin.Campaign;

/// <summary>The plan and how far it is, known answers, and what is decided for everybody.</summary>
public sealed partial class CampaignPane : IDisposable
{
    private CampaignDesk? _desk;

    [Parameter]
    [EditorRequired]
    public required ReviewSession Review { get; set; }

    /// <summary>Lists these blocks in the table.</summary>
    [Parameter]
    public EventCallback<ReviewFilter> OnList { get; set; }

    [Inject]
    private LabelShare Share { get; set; } = null!;

    [Inject]
    private BlockLookup Blocks { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    protected override Task OnInitializedAsync()
    {
        _desk = new CampaignDesk(Share, Review.Classes, () => Blocks.ListPlannableAsync(CancellationToken.None), blocks => Blocks.FindUnreadableAsync(blocks, CancellationToken.None), Review.Admin) { Points = Blocks.PointOf };
        Share.PlanChanged += OnPlanChanged;
        return _desk.ReadAsync(Time.GetUtcNow());
    }

    public void Dispose() => Share.PlanChanged -= OnPlanChanged;

    /// <summary>Another admin decided something, here or elsewhere.</summary>
    private void OnPlanChanged() => _ = InvokeAsync(() => _desk is { IsBusy: false, Draft: null } desk ? RunAsync(() => desk.ReadAsync(Time.GetUtcNow())) : Task.CompletedTask);

    /// <summary>The figures have it at once.</summary>
    private Task DecideAsync(Func<Task> decide) => RunAsync(async () =>
    {
        await decide();
        await Review.RefreshAsync(CancellationToken.None);
    });

    private async Task<bool> DecidePersonAsync(string name, PersonChange change)
    {
        bool isDecided = false;
        await RunAsync(async () => isDecided = await _desk!.DecidePersonAsync(name, change, Time.GetUtcNow()));
        return isDecided;
    }

    /// <summary>The figures have what was decided at once.</summary>
    private Task AskAsync(Func<AnswerDesk, AllVotes, Task<AnswerOutcome>> work) => RunAsync(async () =>
    {
        await _desk!.AskAsync(work, Time.GetUtcNow());
        if (_desk.Done is not null)
        {
            await Review.RefreshAsync(CancellationToken.None);
        }
    });

    /// <summary>Shows that it is under way, and what came of it.</summary>
    private async Task RunAsync(Func<Task> work)
    {
        Task running = work();
        StateHasChanged();
        await running;
        StateHasChanged();
    }
}
