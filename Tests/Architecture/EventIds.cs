using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace OrleansVideo.Tests.Architecture;

/// <summary>The numbers by which log lines are found; each rule answers with what is wrong.</summary>
public static partial class EventIds
{
    private const BindingFlags Any =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Every log line of these types: the room (floor and feature) that writes it, its method, and its number.</summary>
    public static IEnumerable<(string Room, string Method, int Id)> Of(IEnumerable<Type> types) =>
        from type in types
        from method in type.GetMethods(Any)
        let line = method.GetCustomAttribute<LoggerMessageAttribute>()
        where line is not null
        select (RoomOf(type), $"{type.Name}.{method.Name}", line.EventId);

    /// <summary>A number that is not written down is made up by the compiler, and changes with the method's name.</summary>
    public static IEnumerable<string> Unnumbered(IEnumerable<(string Room, string Method, int Id)> lines) =>
        from line in lines where line.Id <= 0 select $"{line.Method} has no EventId";

    /// <summary>One number is one line, over all classes.</summary>
    public static IEnumerable<string> Shared(IEnumerable<(string Room, string Method, int Id)> lines) =>
        from line in lines
        where line.Id > 0
        group line.Method by line.Id into users
        where users.Count() > 1
        select $"{users.Key} is used by {string.Join(", ", users.Order(StringComparer.Ordinal))}";

    /// <summary>A room writes only numbers of its own range.</summary>
    public static IEnumerable<string> Strays(
        IEnumerable<(string Room, string Method, int Id)> lines, IReadOnlyList<(string Room, int From, int To)> ranges) =>
        from line in lines
        where !ranges.Any(range => range.Room == line.Room && range.From <= line.Id && line.Id <= range.To)
        select $"{line.Method} of {line.Room} has {line.Id}, which is not in its documented range";

    /// <summary>The ranges in a document's table: rows <c>| 1300–1399 | `Grains/Deletion` | … |</c>.</summary>
    public static IEnumerable<(string Room, int From, int To)> InDocument(string markdown) =>
        from row in Row().Matches(markdown)
        select (row.Groups["room"].Value, Number(row.Groups["from"]), Number(row.Groups["to"]));

    /// <summary>Ranges that overlap an earlier one.</summary>
    public static IEnumerable<string> Overlaps(IReadOnlyList<(string Room, int From, int To)> ranges) =>
        from first in ranges.Index()
        from second in ranges.Skip(first.Index + 1)
        where first.Item.From <= second.To && second.From <= first.Item.To
        select $"{first.Item.Room} and {second.Room} overlap";

    // OrleansVideo.WebFrontend.Accounts.Sessions is the room WebFrontend/Accounts; Grains have no floor in the names of what others see.
    private static string RoomOf(Type type) => string.Join('/', type.Namespace!.Split('.').Skip(1).Take(2));

    private static int Number(Group digits) => int.Parse(digits.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\| (?<from>\d+)–(?<to>\d+) \| `(?<room>[\w/]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
