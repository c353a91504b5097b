string subject = args.FirstOrDefault() ?? "--help";
switch (subject)
{
    default:
        Console.WriteLine("usage: dotnet run -c Release --project bench/ProteomicsAnnotator.Benchmarks -- SUBJECT");
        return 2;
}
