using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProteomicsAnnotator.App.Desktop;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RunningInstance))]
internal sealed partial class LaunchJsonContext : JsonSerializerContext
{
}
