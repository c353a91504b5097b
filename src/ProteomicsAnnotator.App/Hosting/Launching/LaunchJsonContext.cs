using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProteomicsAnnotator.App.Hosting.Launching;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RunningInstance))]
internal sealed partial class LaunchJsonContext : JsonSerializerContext
{
}
