namespace ProteomicsAnnotator.App.Commands.Reporting;

internal static class ReportHelp
{
    public const string Text = """
        ./launch.sh report DIR [--release NAME] [--cluster folder|LEVEL|near] [--graded] [--model NAME] [--map N=N] [--exclude NAME] [--demo]

          Writes report.html, which prints on A4 and needs no other file, tables/*.csv and figures/*.svg into DIR, which is
          not there yet or is empty: methods, agreement with intervals, classes, confusion, people, progress, resolved
          labels. Each number leads to the blocks and labels it was counted from. The same labels give the same bytes.
          It names blocks whose answer is known: keep it from annotators while they work.

          --release NAME       the labels of a release, not those of now; it must be what it was
          --cluster folder     intervals draw the folders of blocks anew, not single blocks; LEVEL: the first LEVEL folders;
                               near: points of a volume that are nearer than its source.json says (not of a release)
          --graded             the classes are grades: ordinal and weighted coefficients as well
          --model NAME         a stored model beside people: NAME, the version stored last, or NAME@VERSION
          --final-only         it is compared with final labels alone, not with a consensus
          --map 3=2,4=1        as it would be if labels of class 3 were of class 2, and those of 4 of 1; no label changes
          --exclude NAME       leave this annotator's votes out; as often as needed. A name that nobody has is an error.
          --not-blind CHOICE   votes given after others' votes or the final label could be seen: leave-out (as usual) or keep
          --demo               of the demo's data

          Exit code 0: complete; 1: something could not be read or written, and is named; 2: wrong options or configuration.
        """;
}
