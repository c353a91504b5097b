using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProteomicsAnnotator.App.Endpoints;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(AnnotatorAnswer))]
[JsonSerializable(typeof(BlockDetail))]
[JsonSerializable(typeof(ConsensusAnswer))]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(LabelRequest))]
[JsonSerializable(typeof(List<BlockAnswer>))]
[JsonSerializable(typeof(List<LabelAnswer>))]
[JsonSerializable(typeof(PreferencesRequest))]
[JsonSerializable(typeof(SessionAnswer))]
[JsonSerializable(typeof(SessionRequest))]
[JsonSerializable(typeof(SliceHeader))]
[JsonSerializable(typeof(StartAnswer))]
internal sealed partial class ApiJsonContext : JsonSerializerContext
{
}
