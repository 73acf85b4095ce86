using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using OrleansVideo.Catalog;
using OrleansVideo.Deletion;
using OrleansVideo.Streaming;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Architecture;

/// <summary>
/// The numbers of enums that travel between two releases or are stored. <c>EnumNumbers.txt</c> has every name with its number; a new
/// name is a new last line, and a line that is there never changes.
/// </summary>
public sealed class EnumNumberTests
{
    /// <summary>The lines that releases have shipped with, and their SHA-256. Raise both when a release is made.</summary>
    private const int ShippedLines = 92;
    private const string ShippedHash = "4F2A182BBDCE01AC69DF854CA140844813A30811A3C96E12153124EE8391AF9A";

    private static readonly string[] Layers = ["Grains.Interfaces", "Grains"];
    private static readonly Type[] Types = [.. Floor.All.SelectMany(floor => floor.Assembly.GetTypes())];

    private static readonly Type[] Numbered =
        [.. Floor.All.Where(floor => Layers.Contains(floor.Name)).SelectMany(floor => floor.Assembly.GetTypes()).Where(type => type.IsEnum)];

    private static readonly string[] Listed = File.ReadAllLines(Repository.At("Tests", "Architecture", "EnumNumbers.txt"));

    [Fact]
    public void Member_HasANumberOfItsOwn() =>
        Assert.Empty(Layers.SelectMany(layer => SourceFiles.Of(layer, ".cs")).Select(File.ReadAllText).SelectMany(GrainRules.UnnumberedMembers));

    [Fact]
    public void EnumThatTravels_IsAmongTheListed() => Assert.Empty(GrainRules.TravellingEnums(Types).Except(Numbered));

    [Fact]
    public void NumbersInCode_AreThoseOfTheList() => Assert.Equal(
        Listed.Order(StringComparer.Ordinal), Numbered.SelectMany(Lines).Order(StringComparer.Ordinal));

    [Fact]
    public void Number_IsGivenOnce() =>
        Assert.All(Numbered, type => Assert.Distinct(Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(Convert.ToInt64)));

    [Fact]
    public void ListedLines_OfEarlierReleases_StandUnchangedAtItsBeginning() => Assert.Equal(
        ShippedHash, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Listed.Take(ShippedLines))))));

    /// <summary>What a newer release sends arrives as the number that it is, and fails nobody's call.</summary>
    [Fact]
    public void NumberOfANewerRelease_CrossesTheWire()
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var wire = services.GetRequiredService<Serializer>();

        var refused = new Result<VideoDetails>(null, new Refusal((RefusalCode)9_999));
        Assert.Equal(refused, wire.Deserialize<Result<VideoDetails>>(wire.SerializeToArray(refused)));
        var answer = new StreamAnswer((LimiterOutcome)9_999, 1);
        Assert.Equal(answer, wire.Deserialize<StreamAnswer>(wire.SerializeToArray(answer)));
        var edit = new VideoEdit(null, null, (Visibility)9_999);
        Assert.Equal(edit, wire.Deserialize<VideoEdit>(wire.SerializeToArray(edit)));
        var query = new DeletionQuery((DeletionState)9_999, null, new PageRequest());
        Assert.Equal(query, wire.Deserialize<DeletionQuery>(wire.SerializeToArray(query)));
    }

    private static IEnumerable<string> Lines(Type type) =>
        Enum.GetNames(type).Select(name => $"{type.Name}.{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}");
}
