using System.Text;
using ProteomicsAnnotator.Core.Labels;

namespace ProteomicsAnnotator.Core.Tests.Labels;

public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("""{"classes":[{"name":"Inhibitory","color":"#22aa44"},{"name":"B","color":"#010203"}],"channel_names":["488","561"],"voxel_size_um":[1,0.5,0.5]}""", "Inhibitory:#22AA44,B:#010203")]
    [InlineData("""{"classes":["A","B"]}""", "A:#35B56E,B:#6390FF")]
    [InlineData("""["A"]""", "A:#35B56E")]
    public void Classes_Valid_AreRead(string json, string expected)
    {
        List<ConfigurationFault> faults = [];
        LabelClasses? classes = LabelClasses.Parse(Encoding.UTF8.GetBytes(json), "classes.json", faults);

        Assert.Empty(faults);
        Assert.Equal(expected, string.Join(',', classes!.Items.Select(item => $"{item.Name}:{item.Color}")));
    }

    [Fact]
    public void Classes_ManyFaults_AllAreNamed()
    {
        List<ConfigurationFault> faults = [];
        LabelClasses? classes = LabelClasses.Parse(
            """{"classes":[{"name":""},{"color":"red","name":"A"},7,{"name":"A"}],"channel_names":[1],"voxel_size_um":[1,2],"clases":[]}"""u8.ToArray(),
            "/etc/classes.json",
            faults);

        Assert.Null(classes);
        Assert.Equal(
            ["clases", "classes[0].name", "classes[1].color", "classes[2]", "classes", "channel_names", "voxel_size_um"],
            faults.Select(fault => fault.Key));
        Assert.Equal("/etc/classes.json: classes[1].color: found \"red\"; expected a colour as #RRGGBB", faults[2].ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"classes":[]}""")]
    [InlineData("""["1","2","3","4","5","6","7","8","9","10"]""")]
    public void Classes_Invalid_AreRefused(string json)
    {
        List<ConfigurationFault> faults = [];
        Assert.Null(LabelClasses.Parse(Encoding.UTF8.GetBytes(json), "classes.json", faults));
        Assert.NotEmpty(faults);
    }

    [Fact]
    public void Classes_OtherNamesOnTheShare_AreConflicts_ALongerListIsNot()
    {
        Assert.Empty(LabelClasses.Default.ConflictsWith(["Class 1", "Class 2"]));
        Assert.Empty(LabelClasses.Default.ConflictsWith(["Class 1", "Class 2", "Class 3", "Class 4"]));
        Assert.Equal([2], LabelClasses.Default.ConflictsWith(["Class 1", "Other", "Class 3"]));
    }

    [Fact]
    public void Roles_ValidAndInvalid()
    {
        List<ConfigurationFault> faults = [];
        Roles? roles = Roles.Parse("""{"admins": ["Alice", "bob_admin"]}"""u8.ToArray(), "roles.json", faults);
        Assert.True(roles!.IsAdmin("alice"));
        Assert.False(roles.IsAdmin("carol"));

        Assert.Null(Roles.Parse("""{"admins": ["a b", 7], "admin": []}"""u8.ToArray(), "roles.json", faults));
        Assert.Equal(["admins[0]", "admins[1]", "admin"], faults.Select(fault => fault.Key));
    }

    [Theory]
    [InlineData("Alice", "alice")]
    [InlineData(" bob_2 ", "bob_2")]
    [InlineData("con", null)]
    [InlineData("COM1", null)]
    [InlineData("com10", "com10")]
    [InlineData("alice_display", null)]
    [InlineData("../x", null)]
    [InlineData("ünal", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Username_Rule(string? text, string? expected)
    {
        Assert.Equal(expected is not null, Username.TryParse(text, out string? username));
        Assert.Equal(expected, username);
    }

    [Fact]
    public void Username_Length()
    {
        Assert.True(Username.TryParse(new string('a', 64), out _));
        Assert.False(Username.TryParse(new string('a', 65), out _));
    }

    [Theory]
    [InlineData("2024-01-02T10:30:00+00:00", "2024-01-02T10:30:00+00:00")]
    [InlineData("2024-01-02T10:30:00.5+00:00", "2024-01-02T10:30:00.500000+00:00")]
    [InlineData("2024-01-02T10:30:00.1234567Z", "2024-01-02T10:30:00.123456+00:00")]
    [InlineData("2024-01-02T12:30:00+02:00", "2024-01-02T10:30:00+00:00")]
    [InlineData("2024-01-02T10:30:00", "2024-01-02T10:30:00+00:00")]
    [InlineData("2024-13-02T10:30:00+00:00", null)]
    [InlineData("yesterday", null)]
    public void LabelTime_ReadsAnyFormAndWritesOne(string text, string? expected) =>
        Assert.Equal(expected, LabelTime.Parse(Encoding.UTF8.GetBytes(text)) is { } time ? LabelTime.Format(time) : null);
}
