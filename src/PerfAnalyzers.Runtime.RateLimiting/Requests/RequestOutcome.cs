using System.Runtime.ExceptionServices;

namespace PerfAnalyzers.Runtime.RateLimiting.Requests;

/// <summary>A request and what became of it. Immutable, so safe to share between threads.</summary>
public sealed class RequestOutcome<TRequest, TResponse>
{
    private readonly TResponse? _response;

    internal RequestOutcome(int index, TRequest request, TResponse response)
    {
        Index = index;
        Request = request;
        Status = RequestStatus.Succeeded;
        _response = response;
    }

    internal RequestOutcome(int index, TRequest request, RequestStatus status, Exception exception)
    {
        Index = index;
        Request = request;
        Status = status;
        Exception = exception;
    }

    /// <summary>The position of the request in its batch, from 0.</summary>
    public int Index { get; }

    /// <summary>The request.</summary>
    public TRequest Request { get; }

    /// <summary>What became of it.</summary>
    public RequestStatus Status { get; }

    /// <summary>Why there is no response; <see langword="null"/> if the request succeeded.</summary>
    public Exception? Exception { get; }

    /// <summary>How long the request waited; for one that was never started, until it was given up.</summary>
    public TimeSpan Queueing { get; internal init; }

    /// <summary>How long the handler took; zero for a request that was never started.</summary>
    public TimeSpan Processing { get; internal init; }

    /// <summary>The response.</summary>
    /// <exception cref="System.Exception">There is none: <see cref="Exception"/> is thrown.</exception>
    public TResponse GetResponse()
    {
        if (Exception is not null)
        {
            ExceptionDispatchInfo.Throw(Exception);
        }

        return _response!;
    }
}
