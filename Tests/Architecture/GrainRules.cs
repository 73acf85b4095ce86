using System.Reflection;
using System.Text.RegularExpressions;
using Orleans.Concurrency;

namespace OrleansVideo.Tests.Architecture;

/// <summary>What keeps grains addressable, storable and inspectable over the years; each rule answers with what is wrong.</summary>
public static partial class GrainRules
{
    /// <summary>Renaming a class must not lose its grains: their type name is written down.</summary>
    public static IEnumerable<string> UnnamedGrains(IEnumerable<Type> types) =>
        from grain in Grains(types)
        where !grain.IsDefined(typeof(GrainTypeAttribute), inherit: false)
        select $"{grain.Name} has no [GrainType]";

    /// <summary>Renaming an interface or a method must not break a rolling upgrade.</summary>
    public static IEnumerable<string> UnnamedInterfaces(IEnumerable<Type> types)
    {
        foreach (var type in types.Where(IsGrainInterface))
        {
            if (!type.IsDefined(typeof(AliasAttribute), inherit: false)) yield return $"{type.Name} has no [Alias]";
            if (!type.IsDefined(typeof(GrainInterfaceTypeAttribute), inherit: false)) yield return $"{type.Name} has no [GrainInterfaceType]";
            foreach (var method in type.GetMethods().Where(m => !m.IsStatic && !m.IsDefined(typeof(AliasAttribute))))
                yield return $"{type.Name}.{method.Name} has no [Alias]";
        }
    }

    /// <summary>Every type of ours that crosses the wire says how, under a name that outlives its own.</summary>
    public static IEnumerable<string> UnnamedMessages(IEnumerable<Type> types)
    {
        var seen = new HashSet<Type>();
        var methods = types.Where(IsGrainInterface).SelectMany(type => type.GetMethods()).Where(method => !method.IsStatic);
        foreach (var method in methods)
        {
            Collect(method.ReturnType, seen);
            foreach (var parameter in method.GetParameters()) Collect(parameter.ParameterType, seen);
        }

        foreach (var type in seen)
        {
            if (!type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)) yield return $"{type.Name} has no [GenerateSerializer]";
            if (!type.IsDefined(typeof(AliasAttribute), inherit: false)) yield return $"{type.Name} has no [Alias]";
        }
    }

    /// <summary>One name for stored state belongs to one grain.</summary>
    public static IEnumerable<string> SharedStates(IEnumerable<Type> types) =>
        from state in from grain in Grains(types)
                      from parameter in grain.GetConstructors(AnyInstance).SelectMany(constructor => constructor.GetParameters())
                      let name = parameter.GetCustomAttribute<PersistentStateAttribute>()?.StateName
                      where name is not null
                      select (grain, name)
        group state.grain by state.name into owners
        where owners.Count() > 1
        select $"the state {owners.Key} belongs to {string.Join(", ", owners.Select(grain => grain.Name))}";

    /// <summary>Every keyed grain can be asked for its state.</summary>
    public static IEnumerable<string> OpaqueGrains(IEnumerable<Type> types) =>
        from grain in Grains(types)
        where !grain.IsDefined(typeof(StatelessWorkerAttribute), inherit: false)
        where !grain.GetInterfaces().Any(HasGetState)
        select $"{grain.Name} has no parameterless Task<T> GetState()";

    /// <summary>
    /// The dashboard calls more than <c>GetState</c>: every method without parameters, of whatever interface, that answers with the type of a state
    /// that the grain stores. Looking at a grain must not do anything.
    /// </summary>
    public static IEnumerable<string> CalledByTheDashboard(IEnumerable<Type> types) =>
        from grain in Grains(types)
        let states = StatesOf(grain).ToHashSet()
        from type in grain.GetInterfaces()
        from method in type.GetMethods()
        where !method.IsStatic && method.Name != "GetState" && method.GetParameters().Length == 0
        where typeof(Task).IsAssignableFrom(method.ReturnType) && method.ReturnType.GetGenericArguments().Any(states.Contains)
        select $"{grain.Name}: the dashboard would call {type.Name}.{method.Name}, which answers with a stored state";

    /// <summary>What the grain stores: of its fields and properties, as the dashboard finds them, and of its constructors.</summary>
    private static IEnumerable<Type> StatesOf(Type grain) =>
        from holder in grain.GetFields(AnyInstance).Select(field => field.FieldType)
            .Concat(grain.GetProperties(AnyInstance).Select(property => property.PropertyType))
            .Concat(grain.GetConstructors(AnyInstance).SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.ParameterType))
        where holder.IsGenericType && typeof(Orleans.Core.IStorage).IsAssignableFrom(holder)
        select holder.GetGenericArguments()[0];

    /// <summary>
    /// Every enum that travels or is stored: what a message or a stored state can hold. Two releases live side by side, and each must
    /// mean the same by a number.
    /// </summary>
    public static IEnumerable<Type> TravellingEnums(IEnumerable<Type> types)
    {
        var seen = new HashSet<Type>();
        foreach (var method in types.Where(IsGrainInterface).SelectMany(type => type.GetMethods()).Where(method => !method.IsStatic))
        {
            CollectEnums(method.ReturnType, seen);
            foreach (var parameter in method.GetParameters()) CollectEnums(parameter.ParameterType, seen);
        }

        foreach (var state in Grains(types).SelectMany(grain => grain.GetConstructors(AnyInstance)).SelectMany(constructor => constructor.GetParameters())
            .Where(parameter => parameter.IsDefined(typeof(PersistentStateAttribute))))
            CollectEnums(state.ParameterType, seen);
        return seen.Where(type => type.IsEnum).OrderBy(type => type.Name, StringComparer.Ordinal);
    }

    /// <summary>Members of enums in a source text that have no number of their own.</summary>
    public static IEnumerable<string> UnnumberedMembers(string source) =>
        from Match found in EnumBody().Matches(Comment().Replace(source, ""))
        from member in found.Groups["body"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        where !member.Contains('=', StringComparison.Ordinal)
        select $"{found.Groups["name"].Value}.{member} has no number of its own";

    /// <summary>Reads that ask no database, or whose statement is bounded by the next call.</summary>
    private static readonly string[] ReadsWithoutStatement =
    [
        "ICatalogGrain.GetRecentChanges", // Asked again before a slow one would be of use.
        "IViewCounterGrain.GetCount", // A few rows of one video, read once for all who ask.
        "IStreamLimiterGrain.ListLeases", "IUserGrain.ListSessions", "IUserGrain.Read", "IVideoGrain.Read", // In memory.
    ];

    /// <summary>
    /// A stateless worker that is not reentrant serves one call for each core, however long that waits for the database or for its turn.
    /// </summary>
    public static IEnumerable<string> QueueingWorkers(IEnumerable<Type> types) =>
        from grain in Grains(types)
        where grain.IsDefined(typeof(StatelessWorkerAttribute), inherit: false)
        where !grain.IsDefined(typeof(ReentrantAttribute), inherit: false)
        select $"{grain.Name} is a stateless worker and not [Reentrant]";

    /// <summary>
    /// Orleans 10.4 hands a cancellation to any worker that is idle. So a stateless worker whose methods take a token is the only one of its
    /// silo; reentrant, it needs no other.
    /// </summary>
    public static IEnumerable<string> DeafWorkers(IEnumerable<Type> types) =>
        from grain in Grains(types)
        let worker = grain.GetCustomAttributesData().SingleOrDefault(attribute => attribute.AttributeType == typeof(StatelessWorkerAttribute))
        where worker is not null && grain.GetInterfaces().Where(IsGrainInterface).SelectMany(type => type.GetMethods())
            .Any(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(CancellationToken)))
        where worker.ConstructorArguments is not [{ Value: 1 }, ..]
        select $"{grain.Name} takes tokens and is not [StatelessWorker(1)]";

    /// <summary>
    /// A read, list or search that the caller no longer waits for is stopped by its token, down to the statement. <c>GetState</c> has
    /// none: the dashboard finds no other.
    /// </summary>
    public static IEnumerable<string> EndlessReads(IEnumerable<Type> types) =>
        from type in types.Where(IsGrainInterface)
        from method in type.GetMethods()
        where !method.IsStatic && method.Name != "GetState" && ReadingVerbs.Any(verb => method.Name.StartsWith(verb, StringComparison.Ordinal))
        let name = $"{type.Name}.{method.Name}"
        where !ReadsWithoutStatement.Contains(name) && !method.GetParameters().Any(parameter => parameter.ParameterType == typeof(CancellationToken))
        select $"{name} takes no CancellationToken";

    private static readonly string[] ReadingVerbs = ["List", "Search", "Find", "Read", "Get", "Has"];

    private const BindingFlags AnyInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static IEnumerable<Type> Grains(IEnumerable<Type> types) =>
        types.Where(type => type is { IsClass: true, IsAbstract: false } && IsGrain(type) && !IsGenerated(type));

    private static bool IsGrain(Type type) => typeof(IGrainBase).IsAssignableFrom(type) || typeof(Grain).IsAssignableFrom(type);

    private static bool IsGrainInterface(Type type) => type.IsInterface && typeof(IAddressable).IsAssignableFrom(type) && !IsGenerated(type);

    private static bool IsGenerated(Type type) => type.Namespace?.StartsWith("OrleansCodeGen", StringComparison.Ordinal) == true;

    private static bool HasGetState(Type type) =>
        IsGrainInterface(type)
        && type.GetMethod("GetState", Type.EmptyTypes)?.ReturnType is { IsGenericType: true } answer
        && answer.GetGenericTypeDefinition() == typeof(Task<>);

    private static void CollectEnums(Type type, HashSet<Type> seen)
    {
        if (type.HasElementType) CollectEnums(type.GetElementType()!, seen);
        foreach (var argument in type.GetGenericArguments().Where(argument => !argument.IsGenericParameter)) CollectEnums(argument, seen);
        var isOurs = type.Assembly.GetName().Name!.StartsWith("OrleansVideo.", StringComparison.Ordinal);
        if (!isOurs || !seen.Add(type) || type.IsEnum) return;
        foreach (var property in type.GetProperties(AnyInstance)) CollectEnums(property.PropertyType, seen);
    }

    [GeneratedRegex(@"\benum\s+(?<name>\w+)[^{]*\{(?<body>[^}]*)\}")]
    private static partial Regex EnumBody();

    /// <summary>Comments and attributes.</summary>
    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/|\[[^\]]*\]", RegexOptions.Singleline)]
    private static partial Regex Comment();

    private static void Collect(Type type, HashSet<Type> seen)
    {
        if (type.HasElementType) Collect(type.GetElementType()!, seen);
        foreach (var argument in type.GetGenericArguments().Where(argument => !argument.IsGenericParameter)) Collect(argument, seen);
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        var isOurs = !definition.HasElementType && definition.Assembly.GetName().Name!.StartsWith("OrleansVideo.", StringComparison.Ordinal);
        if (!isOurs || definition.IsEnum || definition.IsInterface || !seen.Add(definition)) return;
        foreach (var property in type.GetProperties(AnyInstance).Where(property => property.IsDefined(typeof(IdAttribute))))
            Collect(property.PropertyType, seen);
    }
}
