namespace ProteomicsAnnotator.Core.Points;

/// <summary>A row of a table of points.</summary>
/// <param name="Row">From 1, a header does not count.</param>
/// <param name="Id">Null: the table gives none.</param>
/// <param name="Z">As given.</param>
/// <param name="Y">As given.</param>
/// <param name="X">As given.</param>
internal readonly record struct TableRow(int Row, string? Id, double Z, double Y, double X);
