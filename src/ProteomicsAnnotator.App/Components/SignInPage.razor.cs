using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Hosting;
using ProteomicsAnnotator.App.Sessions;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Components;

/// <summary>A plain form, so that signing in works before any connection to the page exists.</summary>
public sealed partial class SignInPage
{
    private string? _shown;
    private string? _refusal;
    private ClassNamesOnShare? _otherClassNames;

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [SupplyParameterFromForm(Name = "username", FormName = "sign-in")]
    public string? Username { get; set; }

    /// <summary>The annotator has seen that classes have other names elsewhere and goes on.</summary>
    [SupplyParameterFromForm(Name = "classes-confirmed", FormName = "sign-in")]
    public bool ClassesConfirmed { get; set; }

    [Inject]
    private AnnotatorOptions Options { get; set; } = null!;

    [Inject]
    private BlockCatalog Catalog { get; set; } = null!;

    [Inject]
    private LabelShare Share { get; set; } = null!;

    [Inject]
    private SignInDesk Desk { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    protected override void OnInitialized() => _shown = Username ?? Desk.LastUsername();

    private async Task SubmitAsync()
    {
        try
        {
            await SignInAsync();
        }
        catch (StorageException fault)
        {
            _refusal = fault.Message;
        }
    }

    private async Task SignInAsync()
    {
        if (!ClassesConfirmed)
        {
            _otherClassNames = await Desk.FindOtherClassNamesAsync(Http.RequestAborted);
            if (_otherClassNames is not null)
            {
                return;
            }
        }

        SignInOutcome outcome = await Desk.SignInAsync(Username, Http);
        if (outcome.SignIn is null)
        {
            _refusal = "This is not a username, so nobody is signed in.";
            return;
        }

        Navigation.NavigateTo("/");
    }
}
