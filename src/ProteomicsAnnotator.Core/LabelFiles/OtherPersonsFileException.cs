using System.Text.Json;

namespace ProteomicsAnnotator.Core.LabelFiles;

/// <summary>A file under one person's name says that it is another's: a copy, perhaps. Nothing in it is counted.</summary>
internal sealed class OtherPersonsFileException(string message) : JsonException(message);
