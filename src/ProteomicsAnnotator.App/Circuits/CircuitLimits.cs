namespace ProteomicsAnnotator.App.Circuits;

/// <summary>What one message from a page may take. SignalR ends the connection at a longer one.</summary>
public static class CircuitLimits
{
    /// <summary>
    /// Twice what preferences may be, and the painted channels of a block of thousands. Twin of MAX_CALL_BYTES in
    /// src/viewer/src/page/page.ts, which refuses in words before it sends more.
    /// </summary>
    public const int MaxMessageBytes = 512 * 1024;
}
