using System.Text.Json.Serialization;

namespace ProteomicsAnnotator.App.Sessions;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PageChoices))]
internal sealed partial class PageChoicesJson : JsonSerializerContext;
