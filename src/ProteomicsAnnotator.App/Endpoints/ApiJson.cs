using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Json;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>JSON of the HTTP interface: camelCase, numbers are numbers ("2" is no label).</summary>
public static class ApiJson
{
    public static void Configure(JsonOptions options)
    {
        options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        options.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJsonContext.Default);
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(AcceptanceAnswer))]
[JsonSerializable(typeof(AcceptanceRequest))]
[JsonSerializable(typeof(AgreementAnswer))]
[JsonSerializable(typeof(AnnotatorAnswer))]
[JsonSerializable(typeof(BlockDetail))]
[JsonSerializable(typeof(CalibrationFiguresAnswer))]
[JsonSerializable(typeof(CalibrationOwnAnswer))]
[JsonSerializable(typeof(CalibrationRequest))]
[JsonSerializable(typeof(ConsensusAnswer))]
[JsonSerializable(typeof(FinalLabelRequest))]
[JsonSerializable(typeof(GoldAnswerList))]
[JsonSerializable(typeof(GoldRequest))]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(MadePlan))]
[JsonSerializable(typeof(PlanAnswer))]
[JsonSerializable(typeof(PlanAsked))]
[JsonSerializable(typeof(Exports.ModelAnswer))]
[JsonSerializable(typeof(PredictionsAnswer))]
[JsonSerializable(typeof(QueueAnswer))]
[JsonSerializable(typeof(SettingsAnswer))]
[JsonSerializable(typeof(System.Text.Json.Nodes.JsonObject))]
[JsonSerializable(typeof(LabelRequest))]
[JsonSerializable(typeof(IEnumerable<BlockAnswer>))]
[JsonSerializable(typeof(LabelAnswer))]
[JsonSerializable(typeof(List<MarkAnswer>))]
[JsonSerializable(typeof(List<OwnLabelAnswer>))]
[JsonSerializable(typeof(MarkRequest))]
[JsonSerializable(typeof(PreferencesRequest))]
[JsonSerializable(typeof(ReleaseAnswer))]
[JsonSerializable(typeof(ReleaseRequest))]
[JsonSerializable(typeof(ReleasesAnswer))]
[JsonSerializable(typeof(RepeatsAnswer))]
[JsonSerializable(typeof(SessionAnswer))]
[JsonSerializable(typeof(SessionRequest))]
[JsonSerializable(typeof(SliceHeader))]
[JsonSerializable(typeof(StartAnswer))]
internal sealed partial class ApiJsonContext : JsonSerializerContext
{
}
