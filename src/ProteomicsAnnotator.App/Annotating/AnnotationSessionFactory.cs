using ProteomicsAnnotator.App.Annotating.SelfChecks;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>Opens the session of a page, with what all sessions share.</summary>
public sealed record AnnotationSessionFactory(
    OpenRoots Roots,
    VolumeCache Volumes,
    LabelShare Share,
    SignIns SignIns,
    AnnotatorOptions Options,
    OpenSelfChecks SelfChecks,
    EvidenceRecording Evidence)
{
    /// <exception cref="InvalidOperationException">The sign-in is not known, for instance from an earlier start.</exception>
    public async Task<AnnotationSession> OpenAsync(string sessionId, CancellationToken cancellationToken)
    {
        if (!SignIns.TryGet(sessionId, out SignIn? signIn))
        {
            throw new InvalidOperationException("This page's sign-in is no longer valid. Reload the page and sign in again.");
        }

        UserLabels labels = await Share.OpenUserAsync(signIn.Username, cancellationToken);
        var session = new AnnotationSession(this, signIn, labels);
        await session.BeginAsync(cancellationToken);
        return session;
    }
}
