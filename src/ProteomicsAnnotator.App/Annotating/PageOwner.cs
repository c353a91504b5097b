using ProteomicsAnnotator.App.SigningIn;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>Whose page it is. Its browser may sign out, or in as someone else, while the page stays open.</summary>
public sealed class PageOwner(SignIns signIns, SignIn signIn)
{
    public SignIn SignIn { get; } = signIn;

    /// <summary>The owner is an admin, whoever the browser is signed in as.</summary>
    public bool HasAdminRole => signIns.IsAdmin(SignIn);

    /// <summary>The page shows what only admins see. False while the browser is signed in as someone else, or as nobody.</summary>
    public bool IsAdmin => HasAdminRole && !signIns.IsSuperseded(SignIn.SessionId);

    /// <summary>It can be confirmed on one's own machine; on a server a page never goes on as somebody else than its browser.</summary>
    public bool MayConfirm => signIns.Rights is null;

    /// <summary>Why label keys do nothing until the annotator confirms or loads the page again; null when they work. Asked for each key.</summary>
    public string? BlockedReason
    {
        get
        {
            if (!signIns.IsSuperseded(SignIn.SessionId))
            {
                return signIns.IsUnconfirmed(SignIn.SessionId)
                    ? "For minutes nothing has confirmed who you are. No label counts here: load the page again."
                    : signIns.WhyNotIn(SignIn);
            }

            if (signIns.HasEnded(SignIn.SessionId))
            {
                return "This page's sign-in has ended. No label counts here: load the page again.";
            }

            string now = signIns.CurrentOf(SignIn.SessionId) is { } other ? $"signed in as {other.Username}" : "signed out";
            return $"This browser is now {now}, but this page belongs to {SignIn.Username}. "
                + (MayConfirm ? "No label counts until you say whose page it is." : "No label counts here: load the page again.");
        }
    }

    /// <summary>Why a decision is refused though the page may make one; null: it counts. Asked once for each.</summary>
    public string? WhyTooFast() => signIns.Limits?.TryWrite(SignIn.Username) is false ? "more than a hundred decisions a second came under your name. Press it again, more slowly" : null;

    public void Confirm() => signIns.Confirm(SignIn.SessionId);
}
