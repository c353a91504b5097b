namespace ProteomicsAnnotator.App.Endpoints;

/// <param name="Text">"known: 1,204 labels, last on HOST", "new annotator", or why the name cannot be used.</param>
public sealed record AnnotatorAnswer(string Text);
