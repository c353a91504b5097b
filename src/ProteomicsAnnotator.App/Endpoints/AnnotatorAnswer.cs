namespace ProteomicsAnnotator.App.Endpoints;

/// <param name="Text">"known: 1,204 labels, last on HOST", "new annotator", "not a username", or why that cannot be said.</param>
public sealed record AnnotatorAnswer(string Text);
