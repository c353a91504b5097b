using System.Text.Json.Serialization;

namespace ProteomicsAnnotator.App.Annotating;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PageChoices))]
internal sealed partial class PageChoicesJson : JsonSerializerContext;
