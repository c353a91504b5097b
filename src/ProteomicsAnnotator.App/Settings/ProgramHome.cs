namespace ProteomicsAnnotator.App.Settings;

/// <summary>Where the launcher lies, and <c>annotator.env</c> beside it.</summary>
/// <param name="Folder">Absolute.</param>
/// <param name="IsPackage">It is a package, whose own folder is no place for data and labels.</param>
public sealed record ProgramHome(string Folder, bool IsPackage)
{
    /// <param name="given">ANNOTATOR_HOME, as the launchers set it; null: the program was started by itself.</param>
    /// <param name="workingFolder">What a relative one counts from.</param>
    /// <param name="programFolder">Where the program's own files lie; in a package <c>app</c> beside the launcher.</param>
    public static ProgramHome Of(string? given, string workingFolder, string programFolder)
    {
        string program = Path.TrimEndingDirectorySeparator(Path.GetFullPath(programFolder));
        string? above = Path.GetFileName(program) == "app" ? Path.GetDirectoryName(program) : null;
        bool isPackage = above is not null && (File.Exists(Path.Combine(above, "launch.sh")) || File.Exists(Path.Combine(above, "launch.cmd")));
        string folder = given is not null ? Path.GetFullPath(given, workingFolder) : isPackage ? above! : program;
        return new ProgramHome(Path.TrimEndingDirectorySeparator(folder), isPackage && folder == above);
    }
}
