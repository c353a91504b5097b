using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Serving;

/// <summary>
/// Measurements and traces of a server, sent to the collector that OpenTelemetry's own variables name (docs/operate.md). A collector that is
/// away costs nothing but its figures.
/// </summary>
internal sealed class ServerTelemetry : IDisposable
{
    private static readonly string[] Meters =
    [
        ProgramMeter.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Components.Server.Circuits", "Npgsql", "System.Runtime",
    ];

    private readonly MeterProvider _meters;
    private readonly TracerProvider _traces;

    private ServerTelemetry(MeterProvider meters, TracerProvider traces)
    {
        _meters = meters;
        _traces = traces;
    }

    /// <summary>Null: no collector is named.</summary>
    public static ServerTelemetry? Begin(Uri? collector)
    {
        if (collector is null)
        {
            return null;
        }

        ResourceBuilder resource = ResourceBuilder.CreateDefault().AddService("proteomics-annotator", serviceVersion: ProgramVersion.Text).AddEnvironmentVariableDetector();
        return new ServerTelemetry(
            Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Meters).AddOtlpExporter().Build(),
            Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource("Microsoft.AspNetCore", "Npgsql").AddOtlpExporter().Build());
    }

    /// <summary>Sends what was measured last, and waits a few seconds for it.</summary>
    public void Dispose()
    {
        _meters.Dispose();
        _traces.Dispose();
    }
}
