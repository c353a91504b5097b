namespace ProteomicsAnnotator.App.Commands;

/// <summary>The exit codes of the process.</summary>
public static class ExitCode
{
    public const int Ok = 0;

    /// <summary>The work was done and found something that is not safe, or could not be done.</summary>
    public const int Trouble = 1;

    /// <summary>Bad settings or options; nothing was started.</summary>
    public const int BadConfiguration = 2;
}
