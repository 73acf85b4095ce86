using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace OrleansVideo.Silo.Startup;

/// <summary>
/// A reason why this process cannot start that an operator can remove: the message is one plain sentence or two, names the file or the
/// setting at fault, and is all they are shown.
/// </summary>
public sealed class StartupException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong and what to do about it, for a human, in one line.</param>
    public StartupException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception over the failure that revealed it.</summary>
    /// <param name="message">What is wrong and what to do about it, for a human, in one line.</param>
    /// <param name="innerException">The technical failure, for the log.</param>
    public StartupException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>Tells failures an operator can remove from faults of the program, and puts the former into one line.</summary>
public static class StartupFailure
{
    /// <summary>Explains why the process could not start.</summary>
    /// <param name="exception">What ended the start.</param>
    /// <returns>One line for a human, or null when the exception is a fault of the program and deserves its stack trace.</returns>
    public static string? Explain(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception switch
        {
            StartupException startup => OneLine(startup.Message),
            OptionsValidationException invalid => OneLine(string.Join(' ', invalid.Failures)),
            AggregateException several when several.InnerExceptions.All(inner => Explain(inner) is not null)
                => string.Join(' ', several.InnerExceptions.Select(Explain)),
            // A settings file that is no JSON, from the configuration system.
            InvalidDataException { InnerException: FormatException inner } unreadable => OneLine($"{unreadable.Message} {inner.Message}"),
            _ when IsAddressInUse(exception) => OneLine($"An address that this process listens on is already in use. {exception.Message}"),
            _ => null,
        };
    }

    private static bool IsAddressInUse(Exception exception)
    {
        for (var current = exception; current is not null; current = current.InnerException)
        {
            if (current is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
            {
                return true;
            }
        }

        return false;
    }

    private static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
