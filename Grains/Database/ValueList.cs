using Dapper;

namespace OrleansVideo.Grains.Database;

/// <summary>
/// Text values for <c>in</c>, one parameter each: of the two databases one has no arrays, and for the other lists are not
/// spelled out by the mapper.
/// </summary>
internal static class ValueList
{
    /// <summary>Adds the values to the parameters of a statement.</summary>
    /// <param name="parameters">The statement's parameters.</param>
    /// <param name="values">The values; none is allowed, and matches nothing.</param>
    /// <returns>What stands behind <c>in</c>, brackets included.</returns>
    public static string AddList(this DynamicParameters parameters, IEnumerable<string> values)
    {
        var names = new List<string>();
        foreach (var value in values)
        {
            var name = $"value{names.Count}";
            parameters.Add(name, value);
            names.Add("@" + name);
        }

        return names.Count == 0 ? "(null)" : $"({string.Join(", ", names)})";
    }
}
