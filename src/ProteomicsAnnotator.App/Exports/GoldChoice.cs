namespace ProteomicsAnnotator.App.Exports;

/// <summary>What an export makes of blocks whose class is known.</summary>
public enum GoldChoice
{
    /// <summary>They are blocks like others, and nothing is said of them.</summary>
    Keep,

    /// <summary>The manifest lists them with their classes.</summary>
    Mark,

    /// <summary>As if they were not there, and nobody had labelled them.</summary>
    LeaveOut,
}

/// <summary>The choices as people write them.</summary>
public static class GoldChoiceText
{
    public const string Expected = "keep, mark or leave-out";

    public static string Of(GoldChoice choice) => choice switch
    {
        GoldChoice.Mark => "mark",
        GoldChoice.LeaveOut => "leave-out",
        _ => "keep",
    };

    /// <returns>Null when it is none.</returns>
    public static GoldChoice? Parse(string text) => Enum.GetValues<GoldChoice>().Where(choice => Of(choice) == text).Cast<GoldChoice?>().FirstOrDefault();
}
