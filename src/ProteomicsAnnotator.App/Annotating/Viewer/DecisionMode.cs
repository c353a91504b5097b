using System.Text.Json.Serialization;

namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>Twin of DecisionMode in src/viewer/src/page/contract.ts: what label keys decide.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DecisionMode>))]
public enum DecisionMode
{
    [JsonStringEnumMemberName("own")]
    Own,

    [JsonStringEnumMemberName("final")]
    Final,
}
