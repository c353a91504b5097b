using System.Reflection;

namespace ProteomicsAnnotator.App.Settings;

public static class ProgramVersion
{
    /// <summary>Without the source revision that a build may append.</summary>
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[0] ?? "unknown";
}
