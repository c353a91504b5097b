using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using ProteomicsAnnotator.App.Annotating;

namespace ProteomicsAnnotator.App.Components.Panels;

/// <summary>The views, whether the labels are saved, and what concerns the program and its user.</summary>
public sealed partial class TopBar
{
    /// <summary>The time since then follows; the page writes it (src/viewer/src/page/relativeTime.ts).</summary>
    private const string Saved = "Saved ";

    [Parameter]
    [EditorRequired]
    public required AnnotationSession Session { get; set; }

    [Parameter]
    public PageView View { get; set; }

    [Parameter]
    public AntiforgeryRequestToken? SignOutToken { get; set; }

    [Parameter]
    [EditorRequired]
    public required Func<PageView, Task> OnView { get; set; }

    [Parameter]
    public EventCallback OnPalette { get; set; }

    [Parameter]
    public EventCallback OnKeys { get; set; }

    [Parameter]
    public EventCallback OnFigures { get; set; }

    [Parameter]
    public EventCallback OnPublish { get; set; }

    [Parameter]
    public EventCallback OnQuit { get; set; }

    private string Username => Session.Owner.SignIn.Username;

    private string Initials => Username[..Math.Min(2, Username.Length)].ToUpperInvariant();

    private static string Selected(bool selected) => selected ? "true" : "false";
}
