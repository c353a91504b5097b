using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.SelfChecks;
using ProteomicsAnnotator.App.Endpoints;
using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.Gateway;
using ProteomicsAnnotator.App.Processes;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.App.SigningIn.Provider;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Hosting;

/// <summary>The objects of one run that pages and endpoints share.</summary>
internal static class ProgramServices
{
    /// <summary>About ten thousand blocks of three channels.</summary>
    private const long MaxThumbnailBytes = 1L << 30;

    public static void AddProgram(this IServiceCollection services, AnnotatorOptions options, GatewayServer gateway)
    {
        services.AddSingleton(options);
        services.AddSingleton(gateway.Address);
        services.AddSingleton(gateway.SignIns);
        services.AddSingleton(gateway.Audit);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ProgramLifetime>();
        services.AddSingleton<DemoProgram>();
        services.AddSingleton<EvidenceRecording>();
        services.AddSingleton<SignInFlow>();
        services.AddSingleton(_ => new IdentityBindings(options.Folders, new FileOperations(), TimeProvider.System));
        services.AddSingleton<UsedAnswers>();
        services.AddSingleton<ProviderSignIn>();
        services.AddSingleton<BlockLookup>();
        services.AddSingleton<AnswerTurns>();
        services.AddSingleton<Readiness>();
        services.AddSingleton<LiveReview>();
        services.AddSingleton(provider => new ReportReading(options, provider.GetRequiredService<LabelShare>().Root));
        services.AddSingleton(provider => new Exporter(options, provider.GetRequiredService<LabelShare>().Root, TimeProvider.System));
        services.AddSingleton(provider => new ReleaseMaking(options, provider.GetRequiredService<LabelShare>().Root, TimeProvider.System));
        services.AddSingleton<OpenRoots>();
        services.AddSingleton<OpenSelfChecks>();
        services.AddSingleton<AnnotationSessionFactory>();
        services.AddSingleton(provider => DataRoots.CatalogOf(options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(_ => new ThumbnailFiles(
            Path.Combine(options.Folders.Cache, "thumbnails"), MaxThumbnailBytes));
        services.AddSingleton(_ => new VolumeCache(new VolumeCacheOptions
        {
            CapacityBlocks = options.MaxCachedBlocks,
            MostRequested = options.Serve is null ? int.MaxValue : options.MaxCachedBlocks,
            MaxBlockBytes = options.MaxBlockBytes,
        }));
    }
}
