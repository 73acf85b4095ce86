namespace OrleansVideo;

/// <summary>
/// Promises that a call may be made again when its outcome is unknown: it reads, or it sets what it carries (a value, or
/// something under an id), so that done twice is the same as done once, and says the same. Frontends repeat such calls,
/// and only these, while a silo is being replaced. What counts, creates under an id of its own making, or would refuse
/// its own repetition does not carry it; a test lists what does.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IdempotentAttribute : Attribute;
