namespace ProteomicsAnnotator.App.Hosting;

/// <summary>
/// Ends the program from a page (Quit), or because the browser it started has ended. Ctrl+C and SIGTERM are the
/// host's own. However it ends, labels are delivered or kept on this machine before the process exits.
/// </summary>
public sealed class ProgramLifetime
{
    private readonly IHostApplicationLifetime _host;

    public ProgramLifetime(IHostApplicationLifetime host)
    {
        _host = host;
    }

    /// <summary>Returns at once; the program stops in the background.</summary>
    public void Quit() => _host.StopApplication();
}
