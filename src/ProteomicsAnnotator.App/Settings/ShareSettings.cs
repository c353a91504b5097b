using ProteomicsAnnotator.Core.Roots;

namespace ProteomicsAnnotator.App.Settings;

/// <summary>The settings of the annotations root, from the options of this run.</summary>
public static class ShareSettings
{
    public static LabelShareSettings Of(AnnotatorOptions options)
    {
        LabelShareSettings settings = OfFolder(options);
        return options.Mirror is { } mirror ? mirror.Over(settings) : settings;
    }

    private static LabelShareSettings OfFolder(AnnotatorOptions options) => new()
    {
        AnnotationsRoot = options.AnnotationsRoot,
        MayCreateRoot = options.SettingsProblem is null,
        DataRoot = options.DataRoot,
        Classes = options.Classes,
        StateFolder = options.Folders.State,
        CacheFolder = options.Folders.Cache,
        HostName = Environment.MachineName,
        OsAccount = Environment.UserName,
        ProgramVersion = ProgramVersion.Text,
        PollInterval = options.PollInterval,
        Limits = options.ShareLimits,
    };
}
