namespace ProteomicsAnnotator.Core.Storage;

/// <summary>What reading a JSON file gave.</summary>
public sealed record JsonRead<T>(ReadOutcome Outcome, T? Value, byte[] Bytes, FileStamp? Stamp, StorageException? Error)
    where T : class;
