namespace ProteomicsAnnotator.App.Annotating.Keys;

/// <summary>Sets of keys to choose from.</summary>
public enum KeyPreset
{
    /// <summary>None of them.</summary>
    Own,
    Standard,
    LeftHand,
}
