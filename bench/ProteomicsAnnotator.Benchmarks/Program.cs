using System.Globalization;
using ProteomicsAnnotator.Benchmarks;

string subject = args.FirstOrDefault() ?? "--help";
switch (subject)
{
    case "catalog":
        return await CatalogBenchmark.RunAsync();
    case "labels":
        return await LabelBenchmark.RunAsync();
    case "agreement":
        return await AgreementBenchmark.RunAsync();
    case AgreementBenchmark.OnceSubject:
        return await AgreementBenchmark.ReadOnceAsync(args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
    case "release":
        return await ReleaseBenchmark.RunAsync();
    case "report":
        return await ReportBenchmark.RunAsync();
    case "plan":
        return await PlanBenchmark.RunAsync();
    case "predictions":
        return await PredictionsBenchmark.RunAsync();
    case "admin-view":
        return await ReviewPaintBenchmark.RunAsync();
    case "points":
        return await PointsBenchmark.RunAsync();
    case "points-list":
        return await PointsBenchmark.RunListsAsync();
    case "tiff":
        return await TiffBenchmark.RunAsync();
    case "viewer":
        return await ViewerBenchmark.RunAsync();
    case "switch":
        return await ViewerBenchmark.MeasureSwitchesAsync();
    case "label-key":
        return await ViewerBenchmark.MeasureLabelsAsync();
    case "start":
        return await StartBenchmark.RunAsync();
    case "memory":
        return await ViewerMemory.RunAsync();
    case "gallery":
        return await GalleryBenchmark.RunAsync();
    case "footprint":
        return await ViewerMemory.RunFootprintAsync();
    default:
        Console.WriteLine("usage: dotnet run -c Release --project bench/ProteomicsAnnotator.Benchmarks -- SUBJECT");
        return 2;
}
