using ProteomicsAnnotator.App.SigningIn;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>Whose page it is. Its browser may sign out, or in as someone else, while the page stays open.</summary>
public sealed class PageOwner(SignIns signIns, SignIn signIn)
{
    public SignIn SignIn { get; } = signIn;

    /// <summary>The page shows what only admins see. False while the browser is signed in as someone else, or as nobody.</summary>
    public bool IsAdmin => SignIn.IsAdmin && !signIns.IsSuperseded(SignIn.SessionId);

    /// <summary>Why label keys do nothing until the annotator confirms; null when they work.</summary>
    public string? BlockedReason
    {
        get
        {
            if (!signIns.IsSuperseded(SignIn.SessionId))
            {
                return null;
            }

            string now = signIns.CurrentOf(SignIn.SessionId) is { } other ? $"signed in as {other.Username}" : "signed out";
            return $"This browser is now {now}, but this page belongs to {SignIn.Username}. "
                + "No label counts until you say whose page it is.";
        }
    }

    public void Confirm() => signIns.Confirm(SignIn.SessionId);
}
