using Microsoft.Extensions.Logging;

namespace OrleansVideo.Tests.Architecture.Violations;

internal static partial class CarelessLines
{
    [LoggerMessage(Level = LogLevel.Information, Message = "No number")]
    public static partial void LogNothing(ILogger logger);

    [LoggerMessage(EventId = 7, Level = LogLevel.Information, Message = "Seven")]
    public static partial void LogOne(ILogger logger);

    internal static partial class Twin
    {
        [LoggerMessage(EventId = 7, Level = LogLevel.Information, Message = "Seven, too")]
        public static partial void LogOther(ILogger logger);
    }
}
